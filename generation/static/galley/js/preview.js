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
  title.textContent = readable(section);
  const body = document.createElement("pre");
  box.replaceChildren(title, body);
  return body;
}

// What is only half written cannot be rendered; without its marks Markdown reads as text.
function withoutMarks(text) {
  return text
    .replace(/^#+ /gm, "")
    .replace(/^[-*] \[ \] /gm, "\u2610 ")
    .replace(/^[-*] /gm, "\u2022 ")
    .replace(/(\*{1,2})(?=\S)(.+?)\1/g, "$2");
}

// "email_1" is "Email 1".
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
