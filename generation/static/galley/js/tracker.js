// The tracker in the corner: which run is unfolded, where its list stands, and what has gone from sight.
import { post } from "./post.js";

const SHOWN_MS = 5000;
const PHONE = window.matchMedia("(max-width: 860px)");

const gone = new Set(); // runs that were dismissed, or went by themselves
const places = new Map(); // how far each list was scrolled by hand

function goAway(entry) {
  gone.add(entry.dataset.run);
  entry.remove();
  forgetMore();
}

function forgetMore() {
  if (!document.querySelector(".tracker-entry")) document.getElementById("tracker-more")?.remove();
}

// What went well is shown for five seconds after it was first seen in this tab, on whichever page that was.
function letGo(entry) {
  if (document.hidden) return; // not seen yet
  const name = `seen-${entry.dataset.run}`;
  const seenAt = Number(sessionStorage.getItem(name)) || Date.now();
  sessionStorage.setItem(name, seenAt);
  setTimeout(() => entry.isConnected && goAway(entry), seenAt + SHOWN_MS - Date.now());
}

// A list shows the part that is being written, unless the person has looked elsewhere in it.
function settle(list) {
  const current = list.querySelector("[data-current]");
  list.scrollTop = places.get(list.id) ?? (current ? current.offsetTop - list.offsetTop - current.offsetHeight : 0);
}

function refresh() {
  for (const entry of document.querySelectorAll(".tracker-entry")) {
    if (gone.has(entry.dataset.run)) entry.remove();
    else if ("goes" in entry.dataset) letGo(entry);
  }
  forgetMore();
  document.querySelectorAll(".tracker-entry [open] .tracker-rows").forEach(settle);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".tracker-dismiss")) return;
  event.preventDefault();
  const entry = event.target.closest(".tracker-entry");
  post(event.target.action, { run: entry.dataset.run });
  goAway(entry);
});

// `toggle` and `scroll` do not bubble.
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.("[data-tracked]")) return;
  if (target.open) target.querySelectorAll(".tracker-rows").forEach(settle);
  // Where an unfolded run takes half of the screen, the next page begins with it folded.
  const unfolded = PHONE.matches ? null : document.querySelector("[data-tracked][open]");
  document.cookie = `tracker=${unfolded?.dataset.tracked ?? ""}; path=/; SameSite=Lax`;
}, true);
for (const kind of ["wheel", "touchmove", "keydown"]) {
  document.addEventListener(kind, ({ target }) => {
    const list = target.closest?.(".tracker-rows");
    if (list) setTimeout(() => places.set(list.id, list.scrollTop), 200);
  }, { passive: true });
}
document.addEventListener("galley:looked", refresh);
document.addEventListener("visibilitychange", refresh);
refresh();
