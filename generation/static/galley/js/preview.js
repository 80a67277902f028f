// The text of the part that is shown, as it is being written. The page keeps its height; the box scrolls by
// itself as long as the person has not scrolled it back.

const NEAR_END_PX = 40;

function show(box, section, text) {
  const follows = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
  let body = box.querySelector("pre");
  if (!body || box.dataset.section !== section) body = begin(box, section);
  const plain = withoutMarks(text);
  if (body.firstChild && plain.startsWith(body.firstChild.data)) {
    body.firstChild.appendData(plain.slice(body.firstChild.data.length)); // what is selected stays selected
  } else {
    body.textContent = plain;
  }
  if (follows) box.scrollTop = box.scrollHeight;
}

function begin(box, section) {
  box.dataset.section = section;
  const title = document.createElement("h4");
  title.textContent = JSON.parse(box.dataset.titles ?? "{}")[section] ?? readable(section);
  const body = document.createElement("pre");
  box.replaceChildren(title, body);
  return body;
}

// What is only half written cannot be rendered; without its marks Markdown reads as text. A mark goes before it is
// closed, so that hardly anything changes when it is.
const MARKS = [
  [/^#+ |^> ?|`/gm, ""],
  [/^[-*] \[ ?\]? ?/gm, "\u2610 "],
  [/^[-*] /gm, "\u2022 "],
  [/\[([^\]\n]*)\]\([^)\n]*\)/g, "$1"],
  [/\[([^\]\n]*)(?:\](?:\([^)\n]*)?)?$(?![^])/, "$1"], // a link at the end, as far as it is written
  [/(?<![\w*])(?:\*{1,3}|_{1,3})(?=[^\s_*])/g, ""], // bold and the like begin; a row of underscores is a line to write on
  [/(?<=[^\s_*])(?:\*{1,3}|_{1,3})(?![\w*])/g, ""],
  [/^[-#>]+$(?![^])|\*+$(?![^])/m, ""], // what will be a mark
];

function withoutMarks(text) {
  return MARKS.reduce((plain, [mark, shown]) => plain.replace(mark, shown), text);
}

// What has no title is called by its key: "email_1" is "Email 1".
function readable(key) {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

document.addEventListener("galley:text", ({ detail }) => {
  for (const box of document.querySelectorAll("[data-preview]")) {
    if (box.dataset.job === detail.job && box.dataset.task === detail.task) {
      show(box, detail.section, detail.text);
    }
  }
});
