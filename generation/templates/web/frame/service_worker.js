// Shows the offline page where a page cannot be reached, and keeps nothing else but its style: whatever is
// ours to show is on the server, and a page out of a cache would say how things stood once.
const CACHE = "offline-1";
const PAGE = "/offline/";

self.addEventListener("install", (event) => {
  // What a page saves as it is left would go with the page if it had to come by here.
  event.addRoutes?.({ condition: { requestMethod: "POST" }, source: "network" });
  event.waitUntil(keepOfflinePage());
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetOldPages(), askAtOnce(), self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const { destination, method, mode } = event.request;
  // What was typed into a form goes along with a POST: the browser's own page offers to send it again.
  if (method === "GET" && mode === "navigate") event.respondWith(askOr(event, PAGE));
  if (method === "GET" && destination === "style") event.respondWith(askOr(event, event.request));
});

async function keepOfflinePage() {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { cache: "reload" });
  const styles = [...(await page.clone().text()).matchAll(/href="([^"]+\.css)"/g)].map(([, address]) => address);
  await cache.addAll(styles);
  await cache.put(PAGE, page);
}

async function forgetOldPages() {
  const old = (await caches.keys()).filter((name) => name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

// A page is asked for while this script is still waking up, and not only after.
async function askAtOnce() {
  await self.registration.navigationPreload?.enable();
}

// The network first, always; what was kept only where there is none.
async function askOr(event, kept) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const found = await caches.match(kept);
    if (found) return found;
    throw error;
  }
}
