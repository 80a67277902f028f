// Posts what one of the page's own forms would.

// Returns the answer, undefined where the network gave none. A redirect is not followed: it leads to a page.
export async function post(address, fields = {}) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const body = new URLSearchParams(fields);
  try {
    return await fetch(address, { method: "POST", headers, body, redirect: "manual", keepalive: true });
  } catch {
    return undefined;
  }
}
