// Messages in the corner. They go by themselves, but not while somebody is at them or nobody looks at the page;
// what went wrong stays until it is dismissed. Of runs that ended only the last are shown, and how many more there are.
import { countMore, isOfEnding, lineOf } from "./toasts_more.js";

const SHOWN_MS = 5000;
const MOST = 3;
const SPEAKS_AFTER_MS = 50;

const corner = document.getElementById("toasts");
const timers = new Map();

// Shows a toast of other modules: `tone` is success, warning or error, `text` may hold a link.
export function toast({ text, tone = "" }) {
  const element = document.createElement("output");
  element.className = `toast ${tone}`;
  if (tone === "error") {
    element.setAttribute("role", "alert");
    element.dataset.stays = "";
  }
  element.append(paragraph(text), dismissal());
  showToast(element);
}

// Shows a toast that the server has written.
export function showToast(element) {
  if ("more" in element.dataset) countDown(countMore(corner, element.dataset.more));
  else bring(element);
  makeRoom();
}

function bring(element) {
  const words = [...element.childNodes];
  element.replaceChildren();
  corner.append(element);
  // Readers of the screen speak what comes into a live region, not what it brings along.
  setTimeout(() => element.append(...words), SPEAKS_AFTER_MS);
  countDown(element);
}

function paragraph(text) {
  const element = document.createElement("p");
  element.append(text);
  return element;
}

function dismissal() {
  return document.getElementById("toast-dismissal").content.cloneNode(true);
}

function makeRoom() {
  const line = lineOf(corner);
  const shown = [...corner.children].filter((element) => element !== line);
  const goFirst = shown.sort((one, other) => patience(one) - patience(other));
  const going = goFirst.slice(0, Math.max(0, corner.children.length - MOST));
  if (!line && going.some(isOfEnding)) going.push(goFirst[going.length]); // the line takes a place, too
  for (const element of going) dismiss(element);
  const ended = going.filter(isOfEnding);
  const stays = ended.some(({ dataset }) => "stays" in dataset);
  if (ended.length) countDown(countMore(corner, ended.length, { stays }));
}

// An ending that stays is still counted where it goes; what else went wrong would be lost.
function patience(element) {
  if (!("stays" in element.dataset)) return 0;
  return isOfEnding(element) ? 1 : 2;
}

function dismiss(element) {
  clearTimeout(timers.get(element));
  timers.delete(element);
  element.remove();
}

function countDown(element) {
  clearTimeout(timers.get(element));
  if ("stays" in element.dataset || isBusy()) return;
  timers.set(element, setTimeout(dismiss, SHOWN_MS, element));
}

function isBusy() {
  return document.hidden || corner.matches(":hover, :focus-within");
}

function stopOrGoOn() {
  for (const element of corner.children) {
    clearTimeout(timers.get(element));
    countDown(element);
  }
}

if (corner) {
  corner.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) dismiss(button.closest(".toast"));
  });
  for (const kind of ["pointerover", "pointerout", "focusin", "focusout"]) {
    // Where the focus has gone is known only after it left.
    corner.addEventListener(kind, () => setTimeout(stopOrGoOn));
  }
  document.addEventListener("visibilitychange", stopOrGoOn);
  makeRoom();
  stopOrGoOn();
}
