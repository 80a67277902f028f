// One event stream for all tabs of a person. The tab that holds the lock keeps it open and tells the others what
// it hears; when that tab goes, the next one in line takes over. Where a browser has no locks or no channels,
// every tab has a stream of its own.
import { connectionState, isFound, isLost, isOffline } from "./connection.js";
import { signIn } from "./signed_out.js";
import { keepOpen } from "./source.js";
import { say } from "./told.js";

export { connectionState };

const SILENT_MS = 45_000; // longer than a leader takes to notice a silent stream, and to say so
const RELOADED = "galley-reloaded";

const { stream: url, user } = document.body.dataset;
const name = `galley ${user} ${url}`;
const isShared = "locks" in navigator && "BroadcastChannel" in window;

let channel; // to the other tabs, while this page is shown
let source; // the stream, while this tab leads
let waiting; // ends this tab's wait for the lock
let letGo; // gives the lock back
let silence; // runs out where a follower hears nothing any more
let ticket; // what this tab asked with, until it knows that it has missed nothing

function start() {
  if (!url || channel) return;
  isLost();
  channel = isShared ? new BroadcastChannel(name) : { postMessage() {}, close() {} };
  channel.onmessage = ({ data }) => take(data);
  if (!isShared) return lead();
  ticket = crypto.randomUUID?.() ?? String(Math.random());
  channel.postMessage({ name: "join", ticket });
  expectMore();
  queue();
}

function stop() {
  clearTimeout(silence);
  channel?.close();
  channel = undefined;
  waiting?.abort();
  giveUpLead();
}

async function queue() {
  waiting = new AbortController();
  await hold({ signal: waiting.signal });
}

// A leader that says nothing hangs, or sleeps; so may one whose connection is gone while nobody looks at it.
async function takeOver() {
  waiting?.abort();
  isLost();
  await hold({ steal: true });
}

async function hold(options) {
  try {
    await navigator.locks.request(name, options, lead);
  } catch {
    if (options.signal?.aborted) return; // this tab does not wait any more
    giveUpLead(); // another tab took over
    if (channel) queue();
  }
}

function lead() {
  if (!channel) return undefined;
  clearTimeout(silence);
  source = keepOpen(url, {
    heard: (event, data) => tell({ name: event, data }),
    lost: () => tell({ name: "lost" }),
    refused: reloadOnce,
  });
  return new Promise((resolve) => {
    letGo = resolve;
  });
}

function giveUpLead() {
  source?.close();
  source = undefined;
  letGo?.();
}

function tell(message) {
  channel.postMessage(message);
  take(message);
}

function take(message) {
  if (message.name === "join") {
    if (source && connectionState() === "live") channel.postMessage({ ...message, name: "joined" });
    return;
  }
  expectMore();
  if (message.name === "lost") return isLost();
  if (message.name === "joined" && message.ticket !== ticket) return;
  if (message.name === "ready") ticket = undefined;
  sessionStorage.removeItem(RELOADED);
  isFound();
  say(message);
}

function expectMore() {
  clearTimeout(silence);
  if (!source) silence = setTimeout(takeOver, SILENT_MS);
}

// Once, should it lead nowhere.
function reloadOnce() {
  if (sessionStorage.getItem(RELOADED)) return;
  sessionStorage.setItem(RELOADED, "yes");
  signIn();
}

function tryNow() {
  if (!channel || document.hidden || connectionState() === "live") return;
  if (source) source.restart();
  else takeOver();
}

window.addEventListener("pagehide", stop);
window.addEventListener("pageshow", start);
window.addEventListener("online", tryNow);
window.addEventListener("offline", () => {
  if (!channel) return;
  isOffline();
  source?.restart(); // what is open may hang; and a server on this machine can still be reached
});
document.addEventListener("visibilitychange", tryNow);
start();
