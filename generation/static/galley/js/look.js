// An event means: look again. The page is fetched anew, and what changed in it is taken over (pieces.js); where
// the event does not concern the page, only what stands around it. While the connection is lost the page looks
// every 2.5 seconds; while it lives, only when it is told to.
import { leaveGone } from "./gone.js";
import { hasPieces, isBehind, swapPieces } from "./pieces.js";
import { signIn } from "./signed_out.js";
import { connectionState } from "./stream.js";

const GAP_MS = 400;
const LONGEST_MS = 10_000;
const LONGEST_PRESS_MS = 5_000;
const STILL_PRESSED_MS = 30;
const COMES_OR_GOES = ["snapshot", "end", "gone"];

const { look, user, poll = "2500" } = document.body.dataset;

let { lookJob, lookFiles } = document.body.dataset;
let servedTitle = document.title;
let isWanted = false; // something changed since the last look began
let isPageWanted = false; // and concerns the page itself
let isOverdue = false; // something may have been missed
let isGone = false; // what it shows was deleted: only what stands around it is looked at
let isLooking = false;
let isOvertaken = false; // something newer was put into the page since the look began
let lookedAt = -GAP_MS;
let nextLook;
let nextPoll;

// Looks again soon: not twice at once, and not oftener than the eye can follow. A hidden page waits to be seen, but
// where something may have been missed: its title and its dot are seen all the same.
export function lookAgain() {
  isPageWanted = look !== "none" && !isGone;
  lookAround();
}

function lookAround() {
  if (!hasPieces()) return;
  isWanted = true;
  if (isLooking || nextLook || (document.hidden && !isOverdue)) return;
  nextLook = setTimeout(lookOnce, Math.max(0, lookedAt + GAP_MS - performance.now()));
}

async function lookOnce() {
  nextLook = undefined;
  const isWhole = isPageWanted;
  isWanted = isPageWanted = isOverdue = false;
  isLooking = true;
  isOvertaken = false;
  const { href } = window.location;
  const page = await fetchPage({ isWhole });
  const answeredAt = Date.now();
  await letGo();
  if (isOvertaken || window.location.href !== href) lookSame({ isWhole });
  else if (page) takeOver(page, { isWhole, answeredAt });
  isLooking = false;
  lookedAt = performance.now();
  if (isWanted) lookAround();
  else if (page === undefined && connectionState() === "live") lookLater({ isWhole });
}

// A click is lost where what it was begun on is replaced before it ends.
async function letGo() {
  const patience = performance.now() + LONGEST_PRESS_MS;
  while (document.querySelector("body :active") && performance.now() < patience) {
    await new Promise((resolve) => setTimeout(resolve, STILL_PRESSED_MS));
  }
}

function lookSame({ isWhole }) {
  if (isWhole) lookAgain();
  else lookAround();
}

function lookLater({ isWhole }) {
  clearTimeout(nextPoll);
  nextPoll = setTimeout(lookSame, Number(poll), { isWhole });
}

// An open dialog or menu keeps what it stands in as it was.
function lookIfBehind() {
  if (isBehind()) lookAgain();
}

// Returns the page, or what stands around it, as it is served now; null where the answer is another page, and
// undefined where there is none worth reading: the network or the server is away.
async function fetchPage({ isWhole }) {
  const { href, pathname, search } = window.location;
  try {
    const answer = await fetch(isWhole ? href : `/frame/?page=${encodeURIComponent(pathname + search)}`, {
      headers: { "Galley-Look": "1" },
      cache: "no-store",
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (window.location.href !== href) return null;
    // A page of which only the frame is looked at may hold what somebody has typed: it stays.
    const isOthers = (answer.ok || answer.status === 404) && page.body.dataset.user !== user;
    if (isOthers && isWhole) signIn({ another: page.body.dataset.user });
    if (isOthers) return null;
    if (answer.status >= 500) return undefined;
    if (isWhole && answer.status === 404) learnThatItIsGone();
    return answer.ok && !answer.redirected ? page : null;
  } catch {
    return undefined;
  }
}

function learnThatItIsGone() {
  isGone = leaveGone();
  if (isGone) isWanted = true; // the title and the icon may still count its run
}

function takeOver(page, { isWhole, answeredAt }) {
  swapPieces(page, { isWhole });
  if (isWhole) ({ lookJob, lookFiles } = page.body.dataset);
  // Only where the server's title changed: notify.js writes its own meanwhile.
  if (isWhole && page.title !== servedTitle) document.title = servedTitle = page.title;
  const servedAt = page.querySelector('meta[name="server-time"]')?.content;
  document.dispatchEvent(new CustomEvent("galley:looked", { detail: { servedAt, answeredAt } }));
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
  if (!lookJob || job === lookJob || COMES_OR_GOES.includes(kind)) lookAgain();
  else lookAround();
});
document.addEventListener("galley:file", ({ detail: { funnel } }) => funnel === lookFiles && lookAgain());
document.addEventListener("galley:processes", lookAgain);
document.addEventListener("galley:ready", () => {
  isOverdue = true;
  lookAgain();
});
document.addEventListener("galley:connection", pollWhileLost);
document.addEventListener("visibilitychange", () => isWanted && lookAround());
// Neither bubbles.
document.addEventListener("close", lookIfBehind, true);
document.addEventListener("toggle", ({ target, newState }) => {
  if (newState === "closed" && target.matches("[popover]")) lookIfBehind();
}, true);
document.addEventListener("htmx:afterSwap", ({ target }) => {
  isOvertaken ||= !target.closest("[data-keep]"); // which no look replaces
});
window.addEventListener("pageshow", (event) => event.persisted && lookAgain());
