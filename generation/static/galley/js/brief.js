// The brief: counts what is typed, marks what is wrong, and lets no page go while a save is under way.

const FORM = "[data-brief]";
const SAYS_MORE_THAN_OK = [409, 422];

// --- how much is written
function count(field) {
  const place = document.querySelector(`[data-count-of="${field.id}"]`);
  if (!place) return;
  const { limit, lines } = field.dataset;
  const number = lines ? written(field.value) : [...field.value].length;
  place.textContent = number ? `${number}/${limit ?? lines}` : "";
  place.classList.toggle("over", number > Number(limit ?? lines));
}

function written(text) {
  return text.split("\n").filter((line) => line.trim()).length;
}

function rename(field) {
  const place = document.querySelector(`[data-name-of="${field.id}"]`);
  if (place) place.textContent = field.value;
}

document.addEventListener("input", ({ target }) => {
  if (!target.closest(FORM)) return;
  count(target);
  rename(target);
});
for (const field of document.querySelectorAll(`${FORM} :is([data-limit], [data-lines])`)) count(field);

// --- what is said of a field
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.elt.closest(FORM) && SAYS_MORE_THAN_OK.includes(detail.xhr.status)) detail.shouldSwap = true;
});
document.addEventListener("htmx:oobAfterSwap", ({ target: says }) => {
  if (!says.classList?.contains("says")) return;
  const field = document.querySelector(`[aria-describedby="${says.id}"]`);
  if (says.querySelector(".error")) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
});

// --- no save is overtaken by the next page, and none that failed is taken for done
document.addEventListener("submit", (event) => {
  const form = document.querySelector(FORM);
  if (!event.target.matches(`${FORM}, [data-after-saving]`) || !form?.querySelector(".htmx-request")) return;
  event.preventDefault();
  const { target, submitter } = event;
  form.addEventListener("htmx:afterRequest", () => target.requestSubmit(submitter), { once: true });
});
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, ({ target }) => {
    if (!target.closest(FORM)) return;
    const words = document.getElementById("not-saved").content.cloneNode(true);
    document.getElementById("save-state").replaceChildren(words);
  });
}
