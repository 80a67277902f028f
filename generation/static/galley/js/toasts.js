// Messages in the corner. They go by themselves, but not while somebody is at them or nobody looks at the page;
// what went wrong stays until it is dismissed.

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
  const words = [...element.childNodes];
  element.replaceChildren();
  corner.append(element);
  // Readers of the screen speak what comes into a live region, not what it brings along.
  setTimeout(() => element.append(...words), SPEAKS_AFTER_MS);
  makeRoom();
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
  const shown = [...corner.children];
  const goFirst = [...new Set(shown.filter((element) => !("stays" in element.dataset)).concat(shown))];
  for (const element of goFirst.slice(0, Math.max(0, shown.length - MOST))) dismiss(element);
}

function dismiss(element) {
  clearTimeout(timers.get(element));
  timers.delete(element);
  element.remove();
}

function countDown(element) {
  if ("stays" in element.dataset || isBusy()) return;
  clearTimeout(timers.get(element));
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
