// The question before a part is written anew opens over the page; without this it is a page of its own.

const dialog = document.getElementById("redo");

if (dialog) {
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "redo-body") dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
}
