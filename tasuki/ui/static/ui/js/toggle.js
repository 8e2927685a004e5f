// Shows a part of a form only for some answers: <div data-show-when="urgency=high|now">.
// Without scripts everything is shown. What was typed in a hidden part stays typed.
function answers(form, name) {
  return new FormData(form).getAll(name).map(String);
}

function arrange(form) {
  for (const part of form.querySelectorAll("[data-show-when]")) {
    const [name, wanted] = part.dataset.showWhen.split("=");
    const given = answers(form, name);
    part.hidden = !wanted.split("|").some((value) => given.includes(value))
      && !part.querySelector("[aria-invalid=true]");
  }
}

function arrangeAll(root) {
  const forms = new Set([...root.querySelectorAll("[data-show-when]")].map((part) => part.closest("form")));
  for (const form of forms) if (form) arrange(form);
}

document.addEventListener("change", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form") : null;
  if (form) arrange(form);
});
document.addEventListener("htmx:load", (event) => arrangeAll(event.target));
arrangeAll(document);
