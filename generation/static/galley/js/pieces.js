// The pieces of a page: replaced where the server's HTML of them changed, and only there. They are compared with
// what was served before, not with what stands in the page, which timers and people change.
import { changedFields } from "./typed.js";

const PIECE = "[data-piece][id], [data-pieces][id]";
const DIFFERS_EACH_TIME = '[name="csrfmiddlewaretoken"], [name="key"]';
const OPEN = "dialog[open], [popover]:popover-open";
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

const kept = new Set(); // the ids of what is older than what was served last: somebody was busy with it

let served = describe(document);

export function hasPieces() {
  return served.size > 0;
}

// Whether the page shows something older than what was served last.
export function isBehind() {
  return kept.size > 0;
}

// Takes over what changed in `page`, a document just served for the same address, or pieces of one.
export function swapPieces(page, { isWhole = true } = {}) {
  const fresh = describe(page);
  for (const id of isWhole ? [...kept] : fresh.keys()) kept.delete(id);
  for (const piece of outermost(page)) swap(piece, fresh);
  served = isWhole ? fresh : new Map([...served, ...fresh]);
}

function swap(piece, fresh) {
  const shown = document.getElementById(piece.id);
  if (!shown) return;
  if ("pieces" in piece.dataset) swapChildren(shown, piece, fresh);
  else swapOne(shown, piece, fresh);
}

function swapOne(shown, piece, fresh) {
  if (served.get(piece.id) === fresh.get(piece.id)) outermost(piece).forEach((inner) => swap(inner, fresh));
  else if (isInUse(shown)) keepForLater(shown, fresh);
  else replace(shown, piece);
}

// Children are known by their ids; those that did not change stay where they are, in mid-turn.
function swapChildren(shown, piece, fresh) {
  if (served.get(piece.id) !== fresh.get(piece.id)) {
    for (const { name, value } of piece.attributes) shown.setAttribute(name, value);
  }
  const ids = new Set([...piece.children].map((child) => child.id));
  for (const child of [...shown.children]) {
    if (ids.has(child.id)) continue;
    if (isInUse(child)) kept.add(shown.id);
    else child.remove();
  }
  let place = shown.firstElementChild;
  for (const child of [...piece.children]) {
    const known = [...shown.children].find(({ id }) => id === child.id);
    if (known && known === place) place = place.nextElementSibling;
    else shown.insertBefore(known ?? child, place);
    if (known) swapOne(known, child, fresh);
    else prepare(child);
  }
}

// What somebody is busy with is not pulled away: an open dialog or menu, a field that was changed.
function isInUse(shown) {
  if (shown.matches(OPEN) || shown.querySelector(OPEN)) return true;
  return changedFields(shown).length > 0;
}

function keepForLater(shown, fresh) {
  kept.add(shown.id);
  for (const { id } of [shown, ...shown.querySelectorAll("[id]")]) {
    if (served.has(id)) fresh.set(id, served.get(id));
  }
}

function replace(shown, piece) {
  const restoreFocus = focusWithin(shown);
  const scrolled = [shown, ...shown.querySelectorAll("[id]")].map(({ id, scrollTop }) => [id, scrollTop]);
  for (const details of shown.querySelectorAll("details[id]")) {
    piece.querySelector(`details[id="${details.id}"]`)?.toggleAttribute("open", details.open);
  }
  for (const kept of piece.querySelectorAll("[data-keep][id]")) {
    const before = shown.querySelector(`[id="${kept.id}"]`);
    if (before) kept.replaceWith(before);
  }
  shown.replaceWith(piece);
  prepare(piece);
  for (const [id, top] of scrolled) if (top) document.getElementById(id)?.scrollTo({ top, behavior: "instant" });
  restoreFocus();
}

function prepare(piece) {
  window.htmx?.process(piece);
}

// Returns what gives the focus back to the element of the same id, or at the same place in the piece.
function focusWithin(shown) {
  const { activeElement } = document;
  if (!shown.contains(activeElement)) return () => {};
  const place = [...shown.querySelectorAll(FOCUSABLE)].indexOf(activeElement);
  return () => {
    const same = activeElement.id && document.getElementById(activeElement.id);
    const next = same || document.getElementById(shown.id)?.querySelectorAll(FOCUSABLE)[place];
    next?.focus({ preventScroll: true });
  };
}

// Returns the HTML of every piece, and of every child that is compared by itself, by id.
function describe(root) {
  const all = root.querySelectorAll(`${PIECE}, [data-pieces][id] > [id]`);
  return new Map([...all].map((element) => [element.id, html(element)]));
}

// Without the pieces within, which are compared by themselves, without the tokens that differ each time, and without
// what is unfolded: a person decides that, and it stays as it is.
function html(element) {
  const copy = element.cloneNode(!("pieces" in element.dataset));
  for (const inner of outermost(copy)) inner.replaceWith(inner.id);
  for (const token of copy.querySelectorAll(DIFFERS_EACH_TIME)) token.removeAttribute("value");
  for (const details of copy.querySelectorAll("details[id]")) details.removeAttribute("open");
  return copy.outerHTML;
}

function outermost(root) {
  return [...root.querySelectorAll(PIECE)].filter((piece) => {
    const around = piece.parentElement.closest(PIECE);
    return !around || around === root || !root.contains(around);
  });
}

// What htmx put there is not what was served with the page: the next look replaces it.
function forget({ target }) {
  for (const { id } of [target, ...target.querySelectorAll("[id]")]) if (served.has(id)) served.set(id, "");
}

document.addEventListener("htmx:afterSwap", forget);
document.addEventListener("htmx:oobAfterSwap", forget);
