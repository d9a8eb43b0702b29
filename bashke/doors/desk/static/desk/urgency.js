// Shows the class that the ticked signs give, while they are ticked; the server decides when the form is sent.
const form = document.querySelector("[data-urgency]");
const said = form?.querySelector("[data-urgency-said]");

function say() {
  const ticked = [...form.querySelectorAll("[data-weight]:checked")];
  const worst = ticked.sort((one, other) => other.dataset.weight - one.dataset.weight)[0];
  said.textContent = worst ? worst.dataset.label : said.dataset.none;
}

if (said) {
  form.addEventListener("change", say);
  said.closest("[hidden]")?.removeAttribute("hidden");
  say();
}
