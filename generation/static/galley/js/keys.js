// Keys: "/" goes to the search, arrows go through lists.

const REACHABLE = "a[href], button:not(:disabled), input:not(:disabled), summary, [tabindex='0']";
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function isTyping(element) {
  return element.matches("input, textarea, select") || element.isContentEditable;
}

function goToSearch(event) {
  const search = document.querySelector("[data-search]");
  if (!search || isTyping(event.target)) return;
  event.preventDefault();
  search.focus();
  search.select?.();
}

// What is found while one types waits for a key, and hears of none that was pressed before this page's scripts stood.
function searchWhatWasTyped() {
  const search = document.querySelector("form[hx-get] [data-search]");
  if (search && search.value !== search.defaultValue) search.form.requestSubmit();
}

function goThrough(list, event) {
  const stops = [...list.querySelectorAll(REACHABLE)].filter((stop) => stop.checkVisibility());
  const here = stops.indexOf(document.activeElement);
  const places = { Home: 0, End: stops.length - 1 };
  const next = stops[places[event.key] ?? here + STEPS[event.key]];
  if (here < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "/") return goToSearch(event);
  if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") return;
  const list = event.target.closest?.("[data-arrows]");
  if (list && !isTyping(event.target)) goThrough(list, event);
});

window.addEventListener("pageshow", searchWhatWasTyped);
