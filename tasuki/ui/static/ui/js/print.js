// The button that prints the page: <button data-print hidden>.
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
});

function reveal(root) {
  for (const button of root.querySelectorAll("[data-print]")) button.hidden = false;
}

document.addEventListener("htmx:load", (event) => reveal(event.target));
reveal(document);
