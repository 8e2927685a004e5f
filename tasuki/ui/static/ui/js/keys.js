// Keys: "/" to the search box, Ctrl+Enter sends the form in focus, Ctrl+S keeps its draft now, "?" lists the keys,
// "g" and a letter goes to a page (<a data-go="c"> in the list of keys).
const OFF = "tasuki-keys-off";
let going = 0;

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

// Whether the key did something with the form in focus (or the only one that keeps drafts).
function withForm(event) {
  const form = document.activeElement?.closest("form");
  if (event.key === "Enter" && form?.method === "post") return send(form) ?? true;
  if (event.key !== "s" && event.key !== "S") return false;
  const kept = form?.dataset.draft ? form : document.querySelector("form[data-draft]");
  return kept ? kept.dispatchEvent(new Event("draft:now", { bubbles: true })) : false;
}

function alone(event) {
  const key = event.key.normalize("NFKC").toLowerCase();
  const link = event.timeStamp - going < 1500 ? document.querySelector(`[data-go="${CSS.escape(key)}"]`) : null;
  going = key === "g" && !link ? event.timeStamp : -2000;
  if (link) return link.click() ?? true;
  const box = key === "/" && document.querySelector("[data-search]");
  if (box) { box.focus(); box.select(); return true; }
  const help = key === "?" && document.getElementById("key-help");
  if (help && !help.open) return help.showModal() ?? true;
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.defaultPrevented) return;
  const control = event.ctrlKey || event.metaKey;
  if (!control && (isOff() || typing(event.target))) return;
  if (control ? withForm(event) : alone(event)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-off]")) return;
  try { localStorage.setItem(OFF, event.target.checked ? "1" : ""); } catch { /* private window */ }
});

for (const box of document.querySelectorAll("[data-keys-off]")) box.checked = isOff();
