// Ticks all boxes of a list, or none; without this each is ticked by itself.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  const list = all.closest("fieldset");
  const boxes = [...list.querySelectorAll('input[name="funnel"]')];
  const tell = () => {
    const ticked = boxes.filter(({ checked }) => checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
  };

  list.addEventListener("change", ({ target }) => {
    if (target === all) for (const box of boxes) box.checked = all.checked;
    tell();
  });
  tell();
  all.closest("label").hidden = boxes.length < 2;
}
