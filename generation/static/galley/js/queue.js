// The queue page asks before a run is cancelled: in one dialog for all rows.

const dialog = document.getElementById("queue-cancel");

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-cancel]");
  if (!link) return;
  event.preventDefault();
  const row = link.closest("tr");
  dialog.querySelector("[data-name]").textContent = row.querySelector(".name").textContent;
  dialog.querySelector("[data-user]").textContent = row.querySelector('[data-label="User"]').textContent;
  dialog.querySelector("[data-go]").formAction = link.href;
  dialog.showModal();
});
