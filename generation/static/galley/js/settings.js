// What is not saved yet of the settings, while somebody types. What the values come to, the server says.

const form = document.querySelector("[data-settings]");
const fields = [...(form?.querySelectorAll("input[type=text], select") ?? [])];

function wasChanged(field) {
  const seen = form.elements[`initial-${field.name}`];
  return seen ? field.value !== seen.value : false;
}

function sayWhatIsNotSaved() {
  const count = fields.filter((field) => field.toggleAttribute("data-changed", wasChanged(field))).length;
  const said = form.querySelector("[data-unsaved]");
  if (said) said.value = count ? `${count} ${count === 1 ? "change" : "changes"} not saved` : "";
  return count;
}

// A screen reader speaks the sum anew with each swap: it is swapped only where it reads otherwise.
function keepWhatReadsTheSame(event) {
  const { target, fragment } = event.detail;
  if (target.textContent === fragment.textContent) event.preventDefault();
}

if (form) {
  document.addEventListener("htmx:oobBeforeSwap", keepWhatReadsTheSame);
  let isSent = false;
  form.addEventListener("input", sayWhatIsNotSaved);
  form.addEventListener("submit", () => {
    isSent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && form.querySelector("[data-changed]")) event.preventDefault();
  });
  // A browser fills in again what was typed before a reload.
  window.addEventListener("pageshow", () => sayWhatIsNotSaved() && form.dispatchEvent(new Event("input")));
}
