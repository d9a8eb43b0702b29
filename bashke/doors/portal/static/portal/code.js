// A QR code brings the code behind the "#": it never travels to the server by itself. Fill it in and take it out of the history.
const typed = document.querySelector("input[name=code]");
const brought = decodeURIComponent(location.hash.slice(1));
if (typed && /^[0-9A-Za-z-]{16,24}$/.test(brought)) {
  if (!typed.value) typed.value = brought;
  history.replaceState(null, "", location.pathname);
}
