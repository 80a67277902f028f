// Times in a form are the person's own: the form says in which zone they were typed.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const field = document.querySelector('input[name="zone"]');

if (timeZone && field) {
  field.value = timeZone;
  document.querySelector("[data-zone]").textContent = `Times are those of ${timeZone}.`;
}
