// Buttons that copy: `data-copy="#id"` the text of an element, `data-copy-text` a text of their own, and
// `data-copy-html="#id"` formatted text with a plain one, which is that of `data-copy-plain="#id"` or of the
// elements marked `data-plain` inside. What is copied is called as `data-copies` says.
import { toast } from "./toasts.js";

// What belongs to the page and not to the text.
const NOT_TEXT = "button, form, textarea, svg, nav, .menu, .section-meta, .section-actions, .advice, .section-editor";
const SHOWN_MS = 2000;

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy], [data-copy-text], [data-copy-html]");
  if (!button) return;
  const copied = await put(read(button));
  if (!copied) {
    toast({ text: "Your browser did not allow copying. Select the text and copy it.", tone: "error" });
    return;
  }
  toast({ text: button.dataset.copies ? `${button.dataset.copies} copied.` : "Copied.", tone: "success" });
  button.classList.add("copied");
  setTimeout(() => button.classList.remove("copied"), SHOWN_MS);
});

function read({ dataset }) {
  if (dataset.copyText !== undefined) return { plain: dataset.copyText };
  if (dataset.copy) return { plain: textOf(document.querySelector(dataset.copy)) };
  const source = document.querySelector(dataset.copyHtml);
  const plain = dataset.copyPlain ? textOf(document.querySelector(dataset.copyPlain)) : textsOf(source);
  return { plain, html: htmlOf(source) };
}

function textOf(element) {
  return "value" in element ? element.value : element.innerText;
}

// Returns the texts, each under its heading unless it brings one itself, and with the lines that belong to it.
function textsOf(element) {
  const texts = [...element.querySelectorAll("[data-plain]")].map((plain) => {
    const section = plain.closest("article");
    const lines = [...section.querySelectorAll(".line")].map(
      (line) => `${line.querySelector("dt").textContent}: ${line.querySelector("[data-copy-text]").dataset.copyText}`,
    );
    return [headingOf(section, plain), lines.join("\n"), plain.value].filter(Boolean).join("\n\n");
  });
  return texts.join("\n\n\n") || element.innerText;
}

function headingOf(section, plain) {
  if (plain.value.trimStart().startsWith("#")) return "";
  const heading = section.querySelector("h2").textContent;
  return plain.dataset.plain === "markdown" ? `## ${heading}` : heading;
}

function htmlOf(element) {
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll(NOT_TEXT)) part.remove();
  for (const part of copy.querySelectorAll("*")) {
    for (const name of ["class", "id", "rel", "target", "aria-labelledby"]) part.removeAttribute(name);
  }
  return copy.innerHTML.trim();
}

async function put({ plain, html }) {
  const kinds = { "text/plain": plain, ...(html && { "text/html": html }) };
  try {
    const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return putTheOldWay(kinds); // pages that are not served over HTTPS have no other
  }
}

function putTheOldWay(kinds) {
  const fill = (event) => {
    for (const [type, text] of Object.entries(kinds)) event.clipboardData.setData(type, text);
    event.preventDefault();
  };
  document.addEventListener("copy", fill, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill);
  return done;
}
