// What somebody has typed or chosen in a page. It is theirs until they send it: nothing takes it away.

export const changedFields = (root) => [...root.querySelectorAll("input, textarea, select")].filter(isChanged);

function isChanged(field) {
  if (field.options) return field.selectedIndex !== usualChoice(field);
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

// Where no option is marked, a browser chooses the first.
function usualChoice({ options }) {
  return Math.max(0, [...options].findIndex(({ defaultSelected }) => defaultSelected));
}
