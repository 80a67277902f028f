// The queue page asks before a run is cancelled: in one dialog for all rows.

const dialog = document.getElementById("queue-cancel");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cancel]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("tr");
  dialog.querySelector("[data-name]").textContent = row.querySelector(".name").textContent;
  dialog.querySelector("[data-user]").textContent = row.querySelector('[data-label="User"]').textContent;
  dialog.querySelector("[data-go]").formAction = button.formAction;
  dialog.showModal();
});
