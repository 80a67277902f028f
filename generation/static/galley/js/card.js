// The summary of a finished run can be closed; it stays closed until there is another run.

function refresh() {
  const card = document.getElementById("run-card");
  if (!card) return;
  const button = card.querySelector("[data-close-card]");
  if (button) button.hidden = false;
  card.hidden = Boolean(button) && sessionStorage.getItem(name(button)) !== null;
}

function name(button) {
  return `closed-${button.dataset.closeCard}`;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-close-card]");
  if (!button) return;
  sessionStorage.setItem(name(button), "yes");
  refresh();
  document.getElementById("main").focus();
});
document.addEventListener("galley:looked", refresh);
refresh();
