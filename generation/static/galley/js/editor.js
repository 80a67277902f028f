// The editor of a section: saved two seconds after the last key, and nothing typed is ever lost.
import { onReturn } from "./answers.js";
import { dropUnsaved, findUnsaved, putAside } from "./drafts.js";
import {
  begin, draftOf, isTyped, isUnsaved, letGo, save, saveAgain, saveOver, saveSoon, textOf, waits,
} from "./saving.js";

const EDITOR = "[data-editor]";

const unseen = new WeakSet(); // the forms whose preview failed, or had to wait

const acts = {
  "button[name=overwrite]": (form, button) => saveOver(form, button.value),
  "[data-saves]": save,
  "[data-done]": finish,
  "[data-take-theirs]": takeTheirs,
  "[data-use-mine]": useUnsaved,
  "[data-drop-mine]": dropMine,
};

function openAll(root) {
  for (const form of root.querySelectorAll(EDITOR)) if (begin(form)) offerUnsaved(form);
}

function offerUnsaved(form) {
  const unsaved = findUnsaved(form.dataset.section);
  if (!unsaved) return;
  if (JSON.stringify(unsaved.values) === textOf(form)) dropUnsaved(form.dataset.section);
  else form.querySelector("[data-recovered]").hidden = false;
}

// Over the version it was typed over: where the text has changed since, saving asks whose it is to be.
function useUnsaved(form) {
  const { version, values } = findUnsaved(form.dataset.section);
  for (const [name, value] of Object.entries({ ...values, version })) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  dropMine(form);
  sayTyped(form);
}

function sayTyped(form) {
  form.elements.body.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function dropMine(form) {
  dropUnsaved(form.dataset.section);
  form.querySelector("[data-recovered]").hidden = true;
}

// What was typed is put aside as typed over theirs: they were shown, and turning back to it asks no second time.
function takeTheirs(form, link) {
  putAside(form.dataset.section, { ...draftOf(form), version: link.dataset.takeTheirs });
  letGo(form);
  const slot = form.closest(".section-editor");
  if (slot) window.htmx.ajax("GET", link.href, { target: slot, swap: "innerHTML" });
  else window.location.assign(link.href);
}

async function finish(form, link) {
  if (!(await save(form))) return;
  letGo(form);
  if (form.closest(".section-editor")) link.dispatchEvent(new CustomEvent("galley:done"));
  else window.location.assign(link.href);
}

// The whole editor is to be seen, and not only the field that is typed in.
function bringIntoView(form) {
  form?.scrollIntoView({ block: "nearest" });
  form?.elements.body.focus({ preventScroll: true });
}

// Whoever works with keys goes on where they came from.
function goBackTo(section) {
  if (document.activeElement !== document.body) return; // they have gone elsewhere meanwhile
  document.querySelector(`[id="${section}"] a[hx-target^="#e-"]`)?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const form = event.target.closest(EDITOR);
  if (!form) return;
  for (const [selector, act] of Object.entries(acts)) {
    const chosen = event.target.closest(selector);
    if (!chosen) continue;
    event.preventDefault();
    act(form, chosen);
    return;
  }
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(EDITOR)) return;
  event.preventDefault(); // Enter in a line
  save(event.target);
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(EDITOR);
  if (!form || event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  save(form);
});
document.addEventListener("input", ({ target }) => {
  const form = target.closest(EDITOR);
  if (form && target.type !== "radio") saveSoon(form);
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  openAll(detail.target);
  if (detail.target.matches(".section-editor")) bringIntoView(detail.target.querySelector(EDITOR));
  if (detail.requestConfig.elt.matches("[data-done]")) goBackTo(detail.target.id);
  unseen.delete(detail.target.closest(EDITOR));
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest(EDITOR);
  if (!form || (navigator.onLine && !waits(form))) return;
  event.preventDefault();
  unseen.add(form);
});
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, ({ target }) => {
    const form = target.closest(EDITOR);
    if (form) unseen.add(form);
  });
}
// What can be saved can be shown.
document.addEventListener("galley:saved", ({ target }) => unseen.has(target) && sayTyped(target));
onReturn(() => document.querySelectorAll(EDITOR).forEach(saveAgain));
// What was typed before anybody listened.
window.addEventListener("pageshow", () => [...document.querySelectorAll(EDITOR)].filter(isTyped).forEach(sayTyped));
window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll(EDITOR)].some(isUnsaved)) event.preventDefault();
});
openAll(document);
