// What is known of the connection to the server: "connecting" at first, then "live", "reconnecting" or
// "offline", each said as `galley:connection`. A loss that is made good within three seconds is not shown.

const SHOWN_AFTER_MS = 3_000;
const OFFLINE_AFTER_MS = 7_000; // from then on

let state = "connecting";
let doubt;

export function connectionState() {
  return state;
}

export function isFound() {
  clearTimeout(doubt);
  doubt = undefined;
  say("live");
}

export function isLost() {
  if (doubt || state === "reconnecting" || state === "offline") return;
  doubt = setTimeout(() => {
    say("reconnecting");
    doubt = setTimeout(isOffline, OFFLINE_AFTER_MS);
  }, SHOWN_AFTER_MS);
}

export function isOffline() {
  clearTimeout(doubt);
  doubt = undefined;
  say("offline");
}

function say(next) {
  if (next === state) return;
  state = next;
  document.dispatchEvent(new CustomEvent("galley:connection", { detail: { state } }));
}
