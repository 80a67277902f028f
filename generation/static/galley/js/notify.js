// What the browser shows around the page: the tab's title, the dot on its icon, a notification at the end.
import { post } from "./post.js";

const SEEN_MS = 5000;
const ENDED = ["done", "failed"];

const icon = document.querySelector('link[rel="icon"]');
const plainIcon = icon?.href;
let ownTitle = document.title;
let shownTitle = "";
let shownDot = "";
let seenDot; // an ending whose dot was seen for long enough

// Whether the person can be told something while the page is hidden: they want it, and the browser lets us.
export function canNotify() {
  return isWanted() && Notification.permission === "granted";
}

// Shows a notification that leads to `href`; one about the same `subject` takes its place.
export function notify({ text, href, subject }) {
  if (!canNotify()) return;
  const shown = open(text, { tag: `galley-${subject}`, icon: plainIcon });
  shown?.addEventListener("click", () => {
    window.focus();
    if (href) window.location.assign(href);
    shown.close();
  });
}

function open(text, options) {
  try {
    return new Notification(text, options);
  } catch {
    return undefined; // some phones let a page ask for permission, and then refuse it this
  }
}

function signals() {
  return document.getElementById("signals");
}

function isWanted() {
  return "Notification" in window && signals()?.dataset.notifies !== undefined;
}

function refresh() {
  showTitle(signals()?.dataset.title ?? "");
  showDot(signals()?.dataset.dot ?? "");
  for (const button of document.querySelectorAll("[data-ask-notifications]")) {
    button.hidden = !("Notification" in window) || Notification.permission !== "default";
  }
}

function showTitle(title) {
  if (document.title !== shownTitle) ownTitle = document.title; // the page's own has changed meanwhile
  document.title = shownTitle = title || ownTitle;
}

async function showDot(dot) {
  if (!ENDED.includes(dot)) seenDot = undefined;
  const wanted = dot === seenDot ? "" : dot;
  if (wanted === shownDot || !icon) return;
  shownDot = wanted;
  icon.href = wanted ? await dotted(getComputedStyle(signals()).color) : plainIcon;
  letGoOnceSeen();
}

async function dotted(color) {
  const drawing = await (await fetch(plainIcon)).text();
  const dot = `<circle cx="25" cy="25" r="6" fill="${color}" stroke="#fff" stroke-width="2"/>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing.replace("</svg>", `${dot}</svg>`))}`;
}

function letGoOnceSeen() {
  if (document.hidden || !ENDED.includes(shownDot)) return;
  const dot = shownDot;
  setTimeout(() => {
    if (shownDot !== dot) return;
    seenDot = dot;
    showDot(dot);
  }, SEEN_MS);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-ask-notifications]");
  if (!button) return;
  const answer = await Notification.requestPermission();
  if (answer === "granted") {
    await post(button.dataset.askNotifications);
    signals()?.setAttribute("data-notifies", "");
  }
  refresh();
});
document.addEventListener("galley:looked", refresh);
document.addEventListener("visibilitychange", letGoOnceSeen);
refresh();
