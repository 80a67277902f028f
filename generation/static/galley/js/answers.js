// What an editor says and does when a save came to nothing. What was typed is kept in any case.
import { tokenNow } from "./token.js";

export const SAVES_AFTER_MS = 2000;
export const TRIES_AGAIN_AFTER_MS = 5000;

const SIGN_IN = { waits: true, link: "/sign-in/" };

// `triesAgain`: by itself, after a moment. `waits`: for the person, and is tried once when they are back.
const AWAY = {
  words: "Not saved: Galley cannot be reached just now. What you typed is kept here; it is tried again.",
  triesAgain: true,
};
const SIGNED_OUT = { words: "You are signed out. Sign in in another tab, then save again.", ...SIGN_IN };
const NOT_ALLOWED = {
  words: "Not saved: you are signed out, or may not change this. What you typed is kept here.",
  ...SIGN_IN,
};
const ANOTHER = {
  words: "Not saved: somebody else is signed in now. What you typed stays here. Sign in as yourself to save it.",
  waits: true,
};
const GONE = { words: "Not saved: this is not there any more. Copy your text to keep it.", isGone: true };

// Returns what went wrong, null where the server read what was sent and has its own answer to it. `status` is 0
// where no answer came; `landed` is the address that answered, another one after a redirect.
export function failureOf({ status, landed, sentTo }) {
  if (status === 0 || status >= 500 || status === 429) return AWAY;
  if (landed && pathOf(landed) !== pathOf(sentTo)) return SIGNED_OUT;
  if (status === 412) return ANOTHER;
  if (status === 403) return NOT_ALLOWED;
  return [200, 409, 422].includes(status) ? null : GONE;
}

// Returns the failure's words, with the way to sign in where that is what it takes.
export function inWords({ words, link }) {
  const said = document.createDocumentFragment();
  said.append(words);
  if (link) {
    const way = document.createElement("a");
    Object.assign(way, { href: link, target: "_blank", textContent: "Sign in" });
    said.append(" ", way);
  }
  return said;
}

// Whom the page was printed for. Somebody else may be signed in by now: nothing is saved in their name.
export const PRINTED_FOR = { "Galley-Printed-For": document.body.dataset.user };

// Adds the token as it is now to what is sent: who signed in anew in another tab has another than this page.
export function withToken(body) {
  const token = tokenNow();
  if (token) body.set("csrfmiddlewaretoken", token);
  return body;
}

// Calls `act` when the person comes back to this tab, as from signing in in another.
export function onReturn(act) {
  window.addEventListener("focus", act);
  document.addEventListener("visibilitychange", () => document.hidden || act());
  window.addEventListener("online", act);
}

export const pathOf = (address) => new URL(address, window.location.href).pathname;
