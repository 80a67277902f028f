// The badge of the connection: shape, word and colour.
import { connectionState } from "./stream.js";

const seconds = (Number(document.body.dataset.poll) || 2500) / 1000;
const WORDS = {
  connecting: "",
  live: "Live",
  reconnecting: "Reconnecting...",
  offline: `Offline, checking every ${seconds} s`,
};

function refresh() {
  const state = connectionState();
  for (const badge of document.querySelectorAll("[data-connection]")) {
    if (badge.dataset.state === state) continue;
    badge.dataset.state = state;
    badge.textContent = WORDS[state];
  }
}

document.addEventListener("galley:connection", refresh);
document.addEventListener("galley:looked", refresh);
refresh();
