// Shows the class that the ticked signs give, while they are ticked; the server decides when the form is sent.
const form = document.querySelector("[data-urgency]");
const said = form?.querySelector("[data-urgency-said]");

function say() {
  const groups = [...form.querySelectorAll("[data-class]")]; // the worst class stands first
  const worst = groups.find((group) => group.querySelector("input:checked"));
  said.textContent = worst ? worst.dataset.label : said.dataset.none;
}

if (said) {
  form.addEventListener("change", say);
  said.closest("[hidden]")?.removeAttribute("hidden");
  say();
}
