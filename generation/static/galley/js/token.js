// The CSRF token as it is now: who signed in anew in another tab has another than this page was served with.
export function tokenNow() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
}
