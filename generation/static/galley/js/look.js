// An event means: look again. The page is fetched anew, and what changed in it is taken over (pieces.js). While
// the connection is lost the page looks every 2.5 seconds; while it lives, only when it is told to.
import { hasPieces, swapPieces } from "./pieces.js";
import { connectionState } from "./stream.js";

const GAP_MS = 400;
const LONGEST_MS = 10_000;

const { look, user, poll = "2500" } = document.body.dataset;

let { lookJob } = document.body.dataset;
let servedTitle = document.title;
let isWanted = false; // something changed since the last look began
let isLooking = false;
let lookedAt = -GAP_MS;
let nextLook;
let nextPoll;

// Looks again soon: not twice at once, and not oftener than the eye can follow. A hidden page waits to be seen.
export function lookAgain() {
  if (look === "none" || !hasPieces()) return;
  isWanted = true;
  if (isLooking || nextLook || document.hidden) return;
  nextLook = setTimeout(lookOnce, Math.max(0, lookedAt + GAP_MS - performance.now()));
}

async function lookOnce() {
  nextLook = undefined;
  isWanted = false;
  isLooking = true;
  const page = await fetchPage();
  if (page) takeOver(page);
  isLooking = false;
  lookedAt = performance.now();
  if (isWanted) lookAgain();
}

// Returns the page as it is served now; undefined where the answer is an error, or another page.
async function fetchPage() {
  const address = window.location.href;
  try {
    const answer = await fetch(address, {
      headers: { "Galley-Look": "1" },
      cache: "no-store",
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (window.location.href !== address) return undefined;
    if (answer.ok && page.body.dataset.user !== user) return signIn();
    return answer.ok && !answer.redirected ? page : undefined;
  } catch {
    return undefined; // the network; there is another look to come
  }
}

function signIn() {
  window.location.replace(window.location.pathname + window.location.search);
}

function takeOver(page) {
  swapPieces(page);
  ({ lookJob } = page.body.dataset);
  // Only where the server's title changed: notify.js writes its own meanwhile.
  if (page.title !== servedTitle) document.title = servedTitle = page.title;
  const servedAt = page.querySelector('meta[name="server-time"]')?.content;
  document.dispatchEvent(new CustomEvent("galley:looked", { detail: { servedAt } }));
}

function pollWhileLost() {
  clearTimeout(nextPoll);
  nextPoll = undefined;
  if (connectionState() !== "reconnecting" && connectionState() !== "offline") return;
  lookAgain();
  nextPoll = setTimeout(pollWhileLost, Number(poll));
}

// A job that comes or goes may concern a page that follows another: the funnel's next one, say.
document.addEventListener("galley:job", ({ detail: { job, kind } }) => {
  if (!lookJob || job === lookJob || kind === "snapshot" || kind === "end") lookAgain();
});
document.addEventListener("galley:ready", lookAgain);
document.addEventListener("galley:connection", pollWhileLost);
document.addEventListener("visibilitychange", () => isWanted && lookAgain());
window.addEventListener("pageshow", (event) => event.persisted && lookAgain());
