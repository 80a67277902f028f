// Tells how jobs ended, once: the page that asks first is given the words. A hidden page leaves it to one that
// is seen, and tells by a notification or not at all; what it kept back it tells when it is seen itself.
import { canNotify, notify } from "./notify.js";
import { post } from "./post.js";
import { showToast } from "./toasts.js";

const HIDDEN_WAITS_MS = 2000;

// The queue hears of everybody's jobs. Which of them are the person's own, the look that follows says.
const hearsOthers = document.body.dataset.stream?.includes("owner=all");

let isKeptBack = false;

function consider() {
  if (!document.hidden) return tell();
  isKeptBack = true;
  setTimeout(() => isKeptBack && canNotify() && tell(), HIDDEN_WAITS_MS);
}

async function tell() {
  isKeptBack = false;
  const answer = await post("/endings/");
  if (answer?.status === 201) show(await answer.text());
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const told of page.querySelectorAll(".toast")) {
    const toast = document.importNode(told, true);
    const text = toast.querySelector("p").textContent;
    const href = toast.querySelector("a").href;
    showToast(toast);
    if (document.hidden) notify({ text, href, subject: toast.dataset.ended });
  }
}

function considerSigns() {
  if (document.querySelector("[data-endings]")) consider();
}

document.addEventListener("galley:job", ({ detail }) => {
  if (detail.kind === "end" && !hearsOthers) consider();
});
document.addEventListener("galley:looked", considerSigns);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && isKeptBack) tell();
});
considerSigns();
