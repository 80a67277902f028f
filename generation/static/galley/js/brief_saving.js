// Saving a step of the brief while it is typed: it is called saved when the server said so, it is tried again
// until then, and what is not saved is kept by the browser.
import {
  failureOf, inWords, onReturn, PRINTED_FOR, SAVES_AFTER_MS, TRIES_AGAIN_AFTER_MS, withToken,
} from "./answers.js";
import { dropDraft, findDraft, keepDraft } from "./drafts.js";
import { isTyped, printedValuesOf, valuesOf } from "./saving.js";

const form = document.querySelector("[data-brief]");
const step = `brief:${new URL(form.action).pathname}`;

let saved = form.hasAttribute("data-unsaved") ? {} : fieldsOf(printedValuesOf(form));
let sent; // the fields of the save under way
let isRefused = false; // the server has seen what stands here and will not have it: typing has to go on first
let isGone = false; // there is nothing any more to save it in: only here is it kept
let hasFailed = false; // the last save came to nothing
let isLeaving = false;
let timer;

function fieldsOf({ seen, ...fields } = valuesOf(form)) {
  return fields;
}

// What stands in the form and was not saved, by name.
function unsaved() {
  return Object.fromEntries(Object.entries(fieldsOf()).filter(([name, text]) => text !== saved[name]));
}

const isUnsaved = () => Object.keys(unsaved()).length > 0;
const isBusy = () => Boolean(form.querySelector(".htmx-request"));

function keep() {
  if (isUnsaved()) keepDraft(step, { seen: form.elements.seen.value, values: unsaved() });
  else dropDraft(step);
}

function save() {
  if (!isBusy()) window.htmx.trigger(form.querySelector("[data-saves]"), "galley:save");
}

function tryAgain() {
  clearTimeout(timer);
  if (isUnsaved() && !isRefused && !document.hidden) save(); // hidden: again when it is looked at
}

// --- what became of a save
const failureOfXhr = ({ status, responseURL }) =>
  failureOf({ status, landed: responseURL, sentTo: form.action });

function learn(xhr) {
  clearTimeout(timer);
  const failure = failureOfXhr(xhr);
  hasFailed = Boolean(failure);
  isGone = Boolean(failure?.isGone);
  isRefused = failure ? !failure.triesAgain && !failure.waits : xhr.status !== 200;
  if (!failure && !isRefused) saved = sent;
  keep();
  if (failure) say(inWords(failure), "bad");
  else if (!isRefused && isUnsaved()) say("Not saved yet");
  const goesOn = failure ? failure.triesAgain : !isRefused;
  if (isUnsaved() && goesOn) timer = setTimeout(tryAgain, TRIES_AGAIN_AFTER_MS);
}

function say(words, tone = "muted") {
  const said = document.createElement("span");
  said.className = tone;
  said.append(words);
  if (tone === "bad") said.setAttribute("role", "alert");
  const place = document.getElementById("save-state");
  if (place.textContent !== said.textContent) place.replaceChildren(said);
}

form.addEventListener("htmx:configRequest", ({ detail }) => {
  withToken(detail.parameters); // it counts before the header
  Object.assign(detail.headers, PRINTED_FOR);
});
form.addEventListener("htmx:beforeRequest", () => {
  sent = fieldsOf();
});
form.addEventListener("htmx:beforeSwap", ({ detail }) => {
  detail.shouldSwap = !failureOfXhr(detail.xhr);
});
form.addEventListener("htmx:afterRequest", ({ detail }) => learn(detail.xhr));

// --- typing
function follow() {
  isRefused = false;
  keep();
  if (isUnsaved() && !document.querySelector("#save-state .bad")) say("Not saved yet");
}

form.addEventListener("input", follow);
// What was typed before anybody listened is saved at once; what was put back, once its words could be read.
window.addEventListener("pageshow", () => {
  if (timer || !isTyped(form)) return;
  follow();
  tryAgain();
});
onReturn(tryAgain);

// --- leaving: no save is overtaken by the next page, and none that failed is taken for done
document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (target !== form && !target.matches("[data-after-saving]")) return;
  if (!isBusy() && (isRefused ? target === form && !isGone : !isUnsaved())) {
    isLeaving = true;
    return;
  }
  event.preventDefault();
  if (isRefused && !isBusy()) return showFailure();
  form.addEventListener("htmx:afterRequest", () => goOn(target, submitter), { once: true });
  save();
});

function showFailure() {
  document.getElementById("save-state").scrollIntoView({ block: "nearest" });
}

// A button that came with the last answer may be gone with this one: the form's own does then. What was typed after
// that save had begun is saved before one leaves.
function goOn(target, submitter) {
  if (hasFailed) return showFailure();
  if (!isRefused || target === form) target.requestSubmit(submitter?.isConnected ? submitter : undefined);
}

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && isUnsaved()) event.preventDefault();
});
window.addEventListener("pagehide", () => {
  if (isLeaving || isRefused || !isUnsaved()) return;
  const body = withToken(new FormData(form));
  fetch(form.action, { method: "POST", headers: PRINTED_FOR, body, keepalive: true, redirect: "manual" }).catch(() => {
    // Too long to be sent from here, or no network: the draft is put back on the next visit.
  });
});
window.addEventListener("pageshow", () => {
  isLeaving = false;
});
document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-take-theirs]")) return;
  isLeaving = true;
  dropDraft(step);
});

// --- coming back: over what was changed elsewhere meanwhile the server shows both
function putBack() {
  const draft = findDraft(step);
  const now = fieldsOf();
  // What was typed since, before this ran, is newer.
  const isLost = ([name, text]) => name in now && now[name] === saved[name] && now[name] !== text;
  const lost = Object.entries(draft?.values ?? {}).filter(isLost);
  if (!lost.length) return dropDraft(step);
  form.elements.seen.value = draft.seen;
  for (const [name, text] of lost) {
    form.elements[name].value = text;
    form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
  }
  say("Not saved yet: what you typed here before is back.");
  timer = setTimeout(tryAgain, SAVES_AFTER_MS); // htmx does not listen yet
}

if (!form.hasAttribute("data-unsaved")) putBack();
