// The line for endings that there is no room for: how many more runs have ended.

const SPEAKS_AFTER_MS = 50; // as any toast

export const isOfEnding = ({ dataset }) => "ending" in dataset || "more" in dataset;

export const lineOf = (corner) => corner.querySelector("[data-more]");

// Counts so many endings more in the line, and returns it; where one of them would stay, the line does.
export function countMore(corner, count, { stays = false } = {}) {
  const line = lineOf(corner) ?? newLine(corner);
  line.dataset.more = Number(line.dataset.more) + Number(count);
  if (stays) line.dataset.stays = "";
  setTimeout(() => line.querySelector("p").replaceChildren(inWords(line.dataset.more, "more ")), SPEAKS_AFTER_MS);
  return line;
}

// How many runs have ended that a toast tells of or the line counts.
export function endingsIn(corner) {
  const more = Number(lineOf(corner)?.dataset.more ?? 0);
  return inWords(more + corner.querySelectorAll("[data-ending]").length);
}

function newLine(corner) {
  corner.prepend(document.getElementById("toast-more").content.cloneNode(true));
  return lineOf(corner);
}

const inWords = (count, more = "") => `${count} ${more}${Number(count) === 1 ? "run has" : "runs have"} ended.`;
