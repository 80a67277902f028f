// A page whose funnel, or whatever it shows, was deleted elsewhere: it leads to the funnels and says why. Where
// somebody has typed what is not sent yet it stays, and says so.
import { holdsWhatIsNotSent } from "./signed_out.js";
import { toast } from "./toasts.js";

const HOME = "/funnels/";
const SAID_THERE = "galley-gone";
const LEAVES_FOR_MS = 10_000; // the answer to a form sent from here says itself what became of it
const COUNTING = ["data-since", "data-until", "data-left", "data-ago"];

let leftAt = -LEAVES_FOR_MS;

// Returns whether the page knows now that it is gone; one that is being left for another is not told.
export function leaveGone() {
  if (performance.now() - leftAt < LEAVES_FOR_MS) return false;
  stopCounting();
  if (holdsWhatIsNotSent()) {
    toast({ text: `${wordsFor(window.location)} Copy what you typed to keep it.`, tone: "error" });
  } else {
    sessionStorage.setItem(SAID_THERE, wordsFor(window.location));
    window.location.replace(HOME);
  }
  return true;
}

function wordsFor({ pathname }) {
  return pathname.startsWith(HOME) ? "This funnel was deleted." : "What this page showed was deleted.";
}

function stopCounting() {
  for (const name of COUNTING) {
    for (const time of document.querySelectorAll(`time[${name}]`)) time.removeAttribute(name);
  }
}

function sayWhyWeAreHere() {
  const words = sessionStorage.getItem(SAID_THERE);
  sessionStorage.removeItem(SAID_THERE);
  if (words && window.location.pathname === HOME) toast({ text: words, tone: "warning" });
}

window.addEventListener("beforeunload", () => {
  leftAt = performance.now();
});
sayWhyWeAreHere();
