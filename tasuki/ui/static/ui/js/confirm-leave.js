// Warns when a form with typed text is left before it was sent or kept as a draft.
// Forms: <form data-confirm-leave> or <form data-draft="…">.
const unsaved = new Set();
const watched = "form[data-confirm-leave], form[data-draft]";

function formOf(event) {
  return event.target instanceof Element ? event.target.closest(watched) : null;
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = formOf(event);
    if (form) unsaved.add(form);
  });
}

for (const kind of ["submit", "reset", "draft:saved"]) {
  document.addEventListener(kind, (event) => unsaved.delete(formOf(event)));
}

window.addEventListener("beforeunload", (event) => {
  for (const form of unsaved) if (!form.isConnected) unsaved.delete(form);
  if (unsaved.size > 0) event.preventDefault();
});
