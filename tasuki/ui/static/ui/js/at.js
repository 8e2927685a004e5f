// @ in <textarea data-at> offers those who can be called: the ticks of the same form (data-at-list). Choosing ticks them.
const people = (form) => [...form.querySelectorAll("[data-at-list] input, input[data-at-list]")]
  .map((box) => ({ box, name: box.closest("label")?.textContent.trim().split("（")[0] ?? "" }));
const shown = (area) => area.parentElement.querySelector(":scope > .at");

function put(area, one, from, to) {
  shown(area)?.remove();
  one.box.checked = true;
  area.focus();
  area.setRangeText(`@${one.name} `, from, to, "end");
  one.box.dispatchEvent(new Event("change", { bubbles: true }));
}

function typed(event) {
  const area = event.target;
  if (event.isComposing || !area.matches?.("textarea[data-at]")) return;
  const found = /[@＠]([^\s　@＠]*)$/.exec(area.value.slice(0, area.selectionStart));
  const plain = (name) => name.replace(/[\s　]/g, "");
  const fit = found ? people(area.form).filter(({ name }) => plain(name).includes(found[1])).slice(0, 8) : [];
  if (!fit.length) { shown(area)?.remove(); return; }
  const box = shown(area) ?? Object.assign(document.createElement("div"), { className: "row at" });
  const to = area.selectionStart;
  box.replaceChildren(...fit.map((one) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", textContent: `@${one.name}` });
    button.addEventListener("click", () => put(area, one, to - found[0].length, to));
    return button;
  }));
  if (!box.isConnected) area.after(box);
}

for (const kind of ["input", "compositionend"]) document.addEventListener(kind, typed);
