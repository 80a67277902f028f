// The settings page while somebody types: what the waits come to, and what is not saved yet. The server says the
// same once it is saved (generation/app_settings.py).

const UNITS = [[3600, "h"], [60, "min"], [1, "s"]];

const form = document.querySelector("[data-settings]");
const fields = [...(form?.querySelectorAll("input[type=text], select") ?? [])];

function durationInWords(seconds) {
  let rest = seconds;
  const parts = UNITS.map(([length, unit]) => {
    const number = Math.floor(rest / length);
    rest -= number * length;
    return number ? `${number} ${unit}` : "";
  });
  return parts.filter(Boolean).join(" ") || "0 s";
}

// Returns the whole number somebody wrote; NaN for anything else.
function numberIn(field) {
  return /^\s*\d+\s*$/.test(field?.value ?? "") ? Number(field.value) : NaN;
}

function sayWhatItMeans(schedule) {
  const tries = numberIn(form.elements.max_retry_attempts);
  let sum = 0;
  for (const wait of schedule.querySelectorAll("[data-wait]")) {
    const seconds = numberIn(wait.querySelector("input[type=text]"));
    const isUsed = !(Number(wait.dataset.wait) > tries);
    wait.toggleAttribute("data-unused", !isUsed);
    wait.querySelector("[data-in-words]").value = seconds >= 60 ? durationInWords(seconds) : "";
    if (isUsed) sum += seconds;
  }
  schedule.querySelector("[data-means]").value = meaning(tries, sum);
}

function meaning(tries, sum) {
  if (tries === 1) return "A failing task gives up after its first attempt.";
  if (!(tries > 1) || Number.isNaN(sum)) return "Whole numbers are needed to say that.";
  return `A failing task gives up after ${durationInWords(sum)}.`;
}

function wasChanged(field) {
  const seen = form.elements[`initial-${field.name}`];
  return seen ? field.value !== seen.value : false;
}

function sayWhatIsNotSaved() {
  const changed = fields.filter((field) => field.toggleAttribute("data-changed", wasChanged(field)));
  const count = changed.length;
  form.querySelector("[data-unsaved]").value = count ? `${count} ${count === 1 ? "change" : "changes"} not saved` : "";
  return count;
}

function lookAtAll() {
  for (const schedule of form.querySelectorAll("[data-schedule]")) sayWhatItMeans(schedule);
  if (form.querySelector("[data-unsaved]")) sayWhatIsNotSaved();
}

if (form) {
  let isSent = false;
  form.addEventListener("input", lookAtAll);
  form.addEventListener("submit", () => {
    isSent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && form.querySelector("[data-changed]")) event.preventDefault();
  });
  window.addEventListener("pageshow", lookAtAll);
  lookAtAll();
}
