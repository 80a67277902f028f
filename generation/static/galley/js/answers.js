// What an editor says and does when a save came to nothing. What was typed is kept in any case.
import { tokenNow } from "./token.js";

export const SAVES_AFTER_MS = 2000;
export const TRIES_AGAIN_AFTER_MS = 5000;

// `triesAgain`: by itself, after a moment. Who is signed out is asked to sign in, and tried once when they are back.
const AWAY = {
  words: "Not saved: Galley cannot be reached just now. What you typed is kept here; it is tried again.",
  triesAgain: true,
};
const SIGNED_OUT = { words: "You are signed out. Sign in in another tab, then save again.", signIn: true };
const NOT_ALLOWED = {
  words: "Not saved: you are signed out, or may not change this. What you typed is kept here.",
  signIn: true,
};
const GONE = { words: "Not saved: this is not there any more. Copy your text to keep it.", isGone: true };

// Returns what went wrong, null where the server read what was sent and has its own answer to it. `status` is 0
// where no answer came; `landed` is the address that answered, another one after a redirect.
export function failureOf({ status, landed, sentTo }) {
  if (status === 0 || status >= 500 || status === 429) return AWAY;
  if (landed && pathOf(landed) !== pathOf(sentTo)) return SIGNED_OUT;
  if (status === 403) return NOT_ALLOWED;
  return [200, 409, 422].includes(status) ? null : GONE;
}

// Returns the failure's words, with the way to sign in where that is what it takes.
export function inWords({ words, signIn }) {
  const said = document.createDocumentFragment();
  said.append(words);
  if (signIn) {
    const link = document.createElement("a");
    Object.assign(link, { href: "/sign-in/", target: "_blank", textContent: "Sign in" });
    said.append(" ", link);
  }
  return said;
}

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
