// A filter panel is closed on a phone and open on a wide screen; without JavaScript it is open.
export function startFilters(page) {
  const narrow = window.matchMedia && window.matchMedia("(max-width: 60em)").matches;
  if (!narrow) return;
  for (const panel of page.querySelectorAll("details[data-filters]")) panel.open = false;
}
