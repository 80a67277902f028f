// Tells how jobs ended, once: the page that asks first is given the words. A hidden page leaves it to one that
// is seen, and tells by a notification or not at all; what it kept back it tells when it is seen itself. What is
// said of an incident is taken back, on every page, when that is over.
import { canNotify, notify } from "./notify.js";
import { post } from "./post.js";
import { showToast } from "./toasts.js";
import { endingsIn, isOfEnding, lineOf } from "./toasts_more.js";

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
  const toasts = [...page.querySelectorAll(".toast")].map((told) => document.importNode(told, true));
  const news = toasts.map(newsOf); // before its words are taken out, to be spoken
  toasts.forEach(showToast);
  if (document.hidden) notifyOf(news);
}

function newsOf(toast) {
  const text = toast.querySelector("p").textContent;
  return { text, href: toast.querySelector("a").href, subject: toast.dataset.ended, isEnding: isOfEnding(toast) };
}

// As in the corner: of more endings than it shows there is one notification, which takes its own place.
function notifyOf(news) {
  const corner = document.getElementById("toasts");
  const line = lineOf(corner);
  for (const told of news) if (!line || !told.isEnding) notify(told);
  if (!line || !news.some(({ isEnding }) => isEnding)) return;
  notify({ text: endingsIn(corner), href: line.querySelector("a").href, subject: "more" });
}

// Takes back the toasts of incidents that the server knows were told, and names no more.
function withdraw() {
  const goOn = document.getElementById("signals")?.dataset.incidents?.split(" ") ?? [];
  for (const toast of document.querySelectorAll("#toasts [data-incident]")) {
    if (goOn.includes(toast.dataset.incident)) toast.dataset.isKnown = "";
    else if ("isKnown" in toast.dataset) toast.remove();
  }
}

function considerSigns() {
  withdraw();
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
