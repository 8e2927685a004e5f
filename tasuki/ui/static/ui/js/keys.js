// Keys: "/" to the search box, Ctrl+Enter sends the form in focus, "?" lists the keys.
const OFF = "tasuki-keys-off";

function isOff() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
}

function typing(element) {
  return element instanceof Element
    && element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

function send(form) {
  const primary = form.querySelector("[type=submit].primary") || form.querySelector("[type=submit]");
  if (primary && primary.getAttribute("aria-disabled") !== "true") form.requestSubmit(primary);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.defaultPrevented) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = document.activeElement?.closest("form");
    if (!form || form.method !== "post") return;
    event.preventDefault();
    send(form);
    return;
  }
  if (event.ctrlKey || event.metaKey || isOff() || typing(event.target)) return;
  if (event.key === "/" || event.key === "／") {
    const box = document.querySelector("[data-search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "?" || event.key === "？") {
    const help = document.getElementById("key-help");
    if (help && !help.open) help.showModal();
  }
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-off]")) return;
  try { localStorage.setItem(OFF, event.target.checked ? "1" : ""); } catch { /* private window */ }
});

for (const box of document.querySelectorAll("[data-keys-off]")) box.checked = isOff();
