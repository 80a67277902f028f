// Dialogs: what was typed and not sent is given up when one closes, and they open in browsers that do not know
// `command`.

// The event does not bubble.
document.addEventListener("close", ({ target }) => {
  for (const form of target.querySelectorAll("form")) form.reset();
}, true);

const COMMANDS = {
  "show-modal": (target) => target.open || target.showModal(),
  close: (target) => target.close(),
};

if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const target = button && document.getElementById(button.getAttribute("commandfor"));
    if (!target) return;
    event.preventDefault();
    COMMANDS[button.getAttribute("command")]?.(target);
  });
}
