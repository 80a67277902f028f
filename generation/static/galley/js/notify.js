// What the browser shows around the page: the tab's title, the dot on its icon, a notification at the end. A
// hidden page does not look again, so that title and dot go by the events themselves too.
import { post } from "./post.js";

const SEEN_MS = 5000;
const ENDINGS = { completed: "done", failed: "failed" };

const icon = document.querySelector('link[rel="icon"]');
const plainIcon = icon?.href;
let ownTitle = document.title;
let shownTitle = "";
let shownDot = "";
let counted = {}; // the job that the title counts

// Whether the person can be told something while the page is hidden: they want it, and the browser lets us.
export function canNotify() {
  const isWanted = signals()?.dataset.notifies !== undefined;
  return isWanted && "Notification" in window && Notification.permission === "granted";
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

function readSignals() {
  const { dot = "", ...count } = signals()?.dataset ?? {};
  counted = count;
  showTitle();
  showDot(dot);
  for (const button of document.querySelectorAll("[data-ask-notifications]")) {
    button.hidden = !("Notification" in window) || Notification.permission !== "default";
  }
}

function hear({ detail: { job, kind, data } }) {
  if (job !== counted.job) return;
  if (data.progress) counted = { ...counted, ...data.progress };
  if (kind === "end") counted = {};
  showTitle();
  if (kind === "end") showDot(ENDINGS[data.status] ?? "");
}

function showTitle() {
  if (document.title !== shownTitle) ownTitle = document.title; // the page's own has changed meanwhile
  const { name, completed, total } = counted;
  shownTitle = name ? `(${completed}/${total}) ${name}` : ownTitle;
  document.title = shownTitle;
}

async function showDot(dot) {
  if (!icon || dot === shownDot) return;
  shownDot = dot;
  signals().className = `signals status ${dot}`;
  const drawn = dot ? await dotted(getComputedStyle(signals()).color) : plainIcon;
  if (shownDot !== dot) return;
  if (!drawn) shownDot = null; // the icon is an older one still: the next look draws it, whichever it is to be
  else icon.href = drawn;
  letGoOnceSeen();
}

// Returns the icon with a dot, null where the network did not give the icon.
async function dotted(color) {
  const drawing = await drawingOf(plainIcon);
  if (!drawing) return null;
  const dot = `<circle cx="25" cy="25" r="6" fill="${color}" stroke="#fff" stroke-width="2"/>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing.replace("</svg>", `${dot}</svg>`))}`;
}

async function drawingOf(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

function letGoOnceSeen() {
  const dot = shownDot;
  if (document.hidden || !Object.values(ENDINGS).includes(dot)) return;
  setTimeout(() => shownDot === dot && showDot(""), SEEN_MS);
}

async function ask(button) {
  if ((await Notification.requestPermission()) === "granted") {
    await post("/notifications/");
    signals()?.setAttribute("data-notifies", "");
    const choice = document.querySelector('input[name="notify_in_browser"]'); // on the page of notifications
    if (choice) choice.checked = true;
  }
  button.hidden = Notification.permission !== "default";
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-ask-notifications]");
  if (button) ask(button);
});
document.addEventListener("galley:job", hear);
document.addEventListener("galley:looked", readSignals);
document.addEventListener("visibilitychange", letGoOnceSeen);
readSignals();
