// Who was signed out is led to sign in, and back to this page. Where they have typed what is not sent yet they are
// told instead, and it stays; an editor tells them itself.
import { inWords, pathOf } from "./answers.js";
import { toast } from "./toasts.js";
import { changedFields } from "./typed.js";

const NOT_SENT = "[data-changed], form[data-unsaved], [aria-invalid=true]"; // as it was served, too
const TELLS_ITSELF = "[data-editor], [data-brief]";
const SIGNED_OUT = {
  words: "You are signed out. Sign in in another tab; what you typed stays here.",
  link: "/sign-in/",
};
const ANOTHER = { words: "Somebody else is signed in now. What you typed stays here." };

let isTold = false;

// `another`: who is signed in here by now, if anybody.
export function signIn({ another } = {}) {
  if (holdsWhatIsNotSent()) tellOnce(another ? ANOTHER : SIGNED_OUT);
  else window.location.replace(window.location.pathname + window.location.search);
}

// What a search or a filter holds is in the page's address.
export function holdsWhatIsNotSent() {
  return document.querySelector(NOT_SENT) || changedFields(document).some(({ form }) => form?.method === "post");
}

function tellOnce(what) {
  if (isTold || document.querySelector(TELLS_ITSELF)) return;
  isTold = true;
  toast({ text: inWords(what), tone: "error" });
}

// A piece of a page that was asked for is answered with the sign-in page, which is no piece of any.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { requestPath, responsePath } = detail.pathInfo;
  if (!responsePath || pathOf(responsePath) === pathOf(requestPath)) return;
  detail.shouldSwap = false;
  signIn();
});
