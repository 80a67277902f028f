// Saving what stands in an editor: one save after another, each over the version that was read.
import { failureOf, inWords, PRINTED_FOR, SAVES_AFTER_MS, TRIES_AGAIN_AFTER_MS, withToken } from "./answers.js";
import { dropDraft, keepDraft } from "./drafts.js";
import { inManner } from "./time.js";

const NOT_TEXT = new Set(["csrfmiddlewaretoken", "version"]);

// form -> { saved: its text as it was last saved, timer, saving: the save under way, stopped: by a conflict,
// failure: why the last save came to nothing }
const states = new WeakMap();

// What of the form is the person's text: not the switch between text and preview.
export function valuesOf(form) {
  const entries = [...new FormData(form)].filter(([name]) => !NOT_TEXT.has(name) && !name.startsWith("see-"));
  return Object.fromEntries(entries);
}

// The same as the server printed it: a browser lets people type before this runs, and fills in again after a reload
// what they had typed. A copy that is reset tells it as a field would hold it.
export function printedValuesOf(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return valuesOf(copy);
}

export const textOf = (form) => JSON.stringify(valuesOf(form));

const printedTextOf = (form) => JSON.stringify(printedValuesOf(form));

export const isTyped = (form) => textOf(form) !== printedTextOf(form);

export const isUnsaved = (form) => states.has(form) && textOf(form) !== states.get(form).saved;

export const waits = (form) => Boolean(states.get(form)?.failure?.waits);

export const draftOf = (form) => ({ version: form.elements.version.value, values: valuesOf(form) });

// Begins to look after a form; returns whether it is new to us.
export function begin(form) {
  if (states.has(form)) return false;
  const conflict = Boolean(form.querySelector(".conflict"));
  states.set(form, { saved: conflict ? "" : printedTextOf(form), timer: 0, saving: null, stopped: conflict });
  return true;
}

// Saves soon, and keeps what was typed in the browser until then.
export function saveSoon(form) {
  const state = states.get(form);
  if (!isUnsaved(form)) return;
  keepDraft(form.dataset.section, draftOf(form));
  clearTimeout(state.timer);
  if (state.stopped || waits(form)) return;
  say(form, "Not saved yet");
  state.timer = setTimeout(save, SAVES_AFTER_MS, form);
}

// Returns whether everything that stands in the form is saved.
export async function save(form) {
  const state = states.get(form);
  clearTimeout(state.timer);
  while (state.saving) await state.saving;
  if (!isUnsaved(form)) return true;
  state.saving = send(form);
  try {
    return await state.saving;
  } finally {
    state.saving = null;
  }
}

export function saveOver(form, version) {
  const state = states.get(form);
  form.elements.version.value = version;
  state.saved = "";
  state.stopped = false;
  return save(form);
}

// From here on nothing of the form is unsaved, and nothing of it is saved by itself.
export function letGo(form) {
  const state = states.get(form);
  clearTimeout(state.timer);
  state.saved = textOf(form);
}

// Saves what an earlier try could not, where there is such a thing.
export function saveAgain(form) {
  if (states.get(form)?.failure) save(form);
}

async function send(form) {
  const text = textOf(form);
  say(form, "Saving...");
  const answer = await ask(form);
  const failure = failureOf({ status: answer?.status ?? 0, landed: answer?.url, sentTo: form.action });
  states.get(form).failure = failure;
  if (failure) return fail(form, failure);
  if (answer.status === 409) return showConflict(form, await answer.json());
  if (answer.status === 422) return refuse(form, (await answer.json()).message);
  return accept(form, text, await answer.json());
}

async function ask(form) {
  try {
    return await fetch(form.action, {
      method: "POST",
      body: withToken(new FormData(form)),
      headers: { Accept: "application/json", ...PRINTED_FOR },
    });
  } catch {
    return null;
  }
}

function accept(form, text, { version, meta }) {
  form.elements.version.value = version;
  const shown = document.getElementById(`meta-${form.dataset.section}`);
  if (shown) shown.outerHTML = meta;
  form.querySelector("[data-conflict]").replaceChildren();
  states.get(form).saved = text;
  say(form, `Saved ${inManner(new Date(), "time")}`, "ok");
  if (isUnsaved(form)) saveSoon(form);
  else dropDraft(form.dataset.section);
  form.dispatchEvent(new CustomEvent("galley:saved", { bubbles: true }));
  return !isUnsaved(form);
}

function refuse(form, why) {
  say(form, `Not saved: ${why}`, "bad");
  return false;
}

function fail(form, failure) {
  const state = states.get(form);
  say(form, inWords(failure), "bad");
  clearTimeout(state.timer);
  if (failure.triesAgain) state.timer = setTimeout(save, TRIES_AGAIN_AFTER_MS, form);
  return false;
}

function showConflict(form, { html }) {
  states.get(form).stopped = true;
  const place = form.querySelector("[data-conflict]");
  place.innerHTML = html;
  place.scrollIntoView({ block: "nearest" });
  return refuse(form, "it was changed elsewhere.");
}

function say(form, words, tone = "") {
  const line = form.querySelector("[data-saving]");
  line.replaceChildren(words);
  line.dataset.tone = tone;
}
