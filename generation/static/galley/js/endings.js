// Tells how jobs ended, once: the page that asks first is given the words. A hidden page leaves it to one that
// is seen, and tells by a notification or not at all; what it kept back it tells when it is seen itself.
import { canNotify, notify } from "./notify.js";
import { post } from "./post.js";
import { showToast } from "./toasts.js";

const HIDDEN_WAITS_MS = 2000;

// The queue hears of everybody's jobs. Which of them are the person's own, the look that follows says.
const hearsOthers = document.body.dataset.stream?.includes("owner=all");

const keptBack = new Set();
const asked = new Set();

function consider(job) {
  if (!document.hidden) return tell(job);
  keptBack.add(job);
  setTimeout(() => keptBack.has(job) && canNotify() && tell(job), HIDDEN_WAITS_MS);
}

async function tell(job) {
  keptBack.delete(job);
  if (asked.has(job)) return;
  asked.add(job);
  const answer = await post(`/endings/${job}/`);
  asked.delete(job);
  if (answer?.status === 201) show(job, await answer.text());
}

function show(job, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const toast = document.importNode(page.querySelector(".toast"), true);
  const text = toast.querySelector("p").textContent;
  const href = toast.querySelector("a").href;
  showToast(toast);
  if (document.hidden) notify({ text, href, subject: job });
}

function considerAll() {
  for (const element of document.querySelectorAll("[data-ending]")) consider(element.dataset.ending);
}

document.addEventListener("galley:job", ({ detail }) => {
  if (detail.kind === "end" && !hearsOthers) consider(detail.job);
});
document.addEventListener("galley:looked", considerAll);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) for (const job of [...keptBack]) tell(job);
});
considerAll();
