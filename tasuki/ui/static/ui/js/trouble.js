// Says so when a part of the page could not be fetched or sent; what was typed stays.
const notice = document.querySelector("[data-trouble]");

function show(wanted) {
  if (notice) notice.hidden = !wanted;
}

for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, () => show(true));
}
document.addEventListener("htmx:afterSwap", () => show(false));
