// The brief: counts what is typed, and marks what is wrong. brief_saving.js saves it.
import "./brief_saving.js";

const FORM = "[data-brief]";

// --- how much is written
function count(field) {
  const { limit, lines } = field.dataset;
  const most = limit ?? lines;
  const place = document.querySelector(`[data-count-of="${field.id}"]`);
  if (!place || !most) return;
  const number = lines ? written(field.value) : [...field.value].length;
  place.textContent = number ? `${number}/${most}` : "";
  place.classList.toggle("over", number > Number(most));
}

function written(text) {
  return text.split("\n").filter((line) => line.trim()).length;
}

function rename(field) {
  const place = document.querySelector(`[data-name-of="${field.id}"]`);
  if (place) place.textContent = field.value;
}

function follow(field) {
  count(field);
  rename(field);
}

document.addEventListener("input", ({ target }) => {
  if (target.closest(FORM)) follow(target);
});
for (const field of document.querySelectorAll(`${FORM} :is(input, select, textarea)[id]`)) follow(field);

// --- what is said of a field
document.addEventListener("htmx:oobAfterSwap", ({ target: says }) => {
  if (!says.classList?.contains("says")) return;
  const field = document.querySelector(`[aria-describedby="${says.id}"]`);
  if (says.querySelector(".error")) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
});
