// The CSRF token as it is now: who signed in anew in another tab has another than this page was served with.
export function tokenNow() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
}

document.addEventListener("submit", ({ target }) => {
  const token = tokenNow();
  const field = target.elements.csrfmiddlewaretoken;
  if (token && field) field.value = token;
}, true); // before anybody sends it
