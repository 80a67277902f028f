// What the reader's pages run beside every page's own.
import "./preview.js";
import "./copy.js";
import "./editor.js";
import "./regenerate.js";

// On a small screen the list of parts lies over the text it leads to.
const parts = document.getElementById("parts");
parts?.addEventListener("click", ({ target }) => {
  if (target.closest('a[href^="#"]') && parts.matches(":popover-open")) parts.hidePopover();
});
