// A file that is chosen beside a field is read into it at once. The server turns it into text; without this it does
// so when the form is sent. A form that is sent meanwhile takes the file along.

const form = document.querySelector("[data-read-at]");

form?.addEventListener("change", ({ target }) => {
  if (target.dataset.readInto && target.files.length) read(target);
});

async function read(chosen) {
  const [file] = chosen.files;
  say(chosen, `Reading ${file.name}…`);
  const answer = await ask(file);
  if (chosen.files[0] !== file) return; // another was chosen meanwhile
  if (answer.text === undefined) {
    say(chosen, answer.says, "bad");
    return;
  }
  const field = document.getElementById(chosen.dataset.readInto);
  field.value = [field.value.trim(), answer.text].filter(Boolean).join("\n\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  chosen.value = ""; // its text stands in the field, and need not be sent again
  say(chosen, `${answer.name} was read: ${answer.text.length.toLocaleString("en")} characters stand above now.`);
}

async function ask(file) {
  const body = new FormData();
  body.set("file", file);
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  try {
    const answer = await fetch(form.dataset.readAt, { method: "POST", headers, body, redirect: "error" });
    if (answer.headers.get("content-type")?.startsWith("application/json")) return await answer.json();
    if (answer.status === 413) return { says: "This file is too large; 10 MB are the most." };
  } catch {
    return { says: "The file could not be sent. Look whether you are online and signed in, and choose it again." };
  }
  return { says: "The file could not be read just now. Choose it again in a moment." };
}

// A chosen file that was refused is dropped: it would be refused again with the form.
function say(chosen, words, tone = "") {
  const place = document.querySelector(`[data-reading-of="${chosen.id}"]`);
  place.textContent = words;
  place.classList.toggle("bad", tone === "bad");
  chosen.toggleAttribute("aria-invalid", tone === "bad");
  if (tone === "bad") chosen.value = "";
}
