// The part at length: brought into sight once it was chosen, its log at the end unless it was scrolled back.

const NEAR_END_PX = 40;

let atEnd = true;

function log() {
  return document.querySelector("[data-follow-end]");
}

function goToEnd() {
  const lines = log();
  if (lines && atEnd) lines.scrollTop = lines.scrollHeight;
}

document.addEventListener("scroll", ({ target }) => {
  if (target !== log()) return;
  atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < NEAR_END_PX;
}, { capture: true, passive: true });
document.addEventListener("galley:looked", goToEnd);
document.addEventListener("htmx:afterSettle", () => {
  atEnd = true;
  goToEnd();
  const panel = document.getElementById("run-panel");
  const top = panel?.getBoundingClientRect().top ?? 0;
  if (top < 0 || top > window.innerHeight / 2) panel?.scrollIntoView({ block: "start" });
});
goToEnd();
