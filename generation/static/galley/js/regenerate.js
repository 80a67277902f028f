// The question before a part is regenerated opens over the page; without this it is a page of its own.

const dialog = document.getElementById("regenerate");

// A wish that is chosen is written where one's own would be.
document.addEventListener("click", ({ target }) => {
  const choice = target.closest("[data-wish]");
  if (!choice) return;
  const { note } = choice.closest("form").elements;
  if (!note.value.includes(choice.dataset.wish)) note.value = `${note.value} ${choice.dataset.wish}`.trim();
  note.focus();
});

if (dialog) {
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "regenerate-body") dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
}
