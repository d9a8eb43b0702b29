// Quick exit: one tap, or Shift three times within five seconds. The page is blanked at once and leaves the history.
const WINDOW = 5000;

function leave(url) {
  document.documentElement.classList.add("b-gone");
  document.title = "";
  window.location.replace(url);
}

export function startExit(page) {
  const link = page.querySelector("[data-exit]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  let presses = [];
  page.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < WINDOW), now];
    if (presses.length >= 3) leave(link.href);
  });
}
