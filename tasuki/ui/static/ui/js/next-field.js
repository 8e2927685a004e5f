// Ctrl+. and Ctrl+, go from question to question of a form, past twenty ticks at once; a closed part is opened on the way.
// <form data-begin="words">: where typing begins, unless the page has something to say first (an error, a draft).
const SELECTOR = ".field:not(fieldset .field), fieldset.field";
const CONTROL = "input:not([type=hidden]):not([disabled]), textarea, select";

function questions(form) {
  return [...form.querySelectorAll(SELECTOR)].filter((one) => one.querySelector(CONTROL) && !one.closest("[hidden]"));
}

function go(one) {
  for (let part = one.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  const control = one.querySelector("input:checked") ?? one.querySelector(CONTROL);
  control.focus();
  one.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || ![".", ","].includes(event.key)) return;
  const here = document.activeElement?.closest("main form") ?? document.querySelector("main form[method=post]");
  if (!here) return;
  const all = questions(here);
  const at = all.findLastIndex((one) => one.contains(document.activeElement));
  const next = all[at + (event.key === "." ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  go(next);
});

const begins = document.querySelector("form[data-begin]");
if (begins && !document.querySelector("[autofocus], [aria-invalid=true]")) begins.elements.namedItem(begins.dataset.begin)?.focus();
