// What forms are sent with beside what is typed.

// The CSRF token as it is now: who signed in anew in another tab has another than this page was served with.
export function tokenNow() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
}

document.addEventListener("submit", ({ target }) => {
  const token = tokenNow();
  const field = target.elements.csrfmiddlewaretoken;
  if (token && field) field.value = token;
}, true); // before anybody sends it

// A form that makes something has a key, so that sent twice it makes one. Whoever comes back to its page and sends it
// again means another.
window.addEventListener("pageshow", ({ persisted }) => {
  const isBack = persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (isBack) for (const key of document.querySelectorAll('[name="key"]')) key.value = "";
});
