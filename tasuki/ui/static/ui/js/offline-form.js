// A form of the house, filled without a line (つながらないときの用紙): what is typed is sealed and kept as it is typed.
import { put } from "./offline-store.js";
import { seal } from "./offline-seal.js";

export function fields(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string");
}

// What was typed stands again; a box that is not mentioned was empty.
export function fill(form, told) {
  const given = new Map();
  for (const [name, value] of told) given.set(name, [...(given.get(name) ?? []), value]);
  for (const box of form.elements) {
    if (!box.name) continue;
    const values = given.get(box.name) ?? [];
    if (box.type === "checkbox" || box.type === "radio") box.checked = values.includes(box.value);
    else if (box.multiple) for (const option of box.options) option.selected = values.includes(option.value);
    else box.value = values.shift() ?? "";
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// When it is opened, a record begins now.
export function beginNow(form) {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const day = form.elements.at_date ?? form.querySelector("[name^=at][data-wareki]");
  const time = form.elements.at_time;
  if (day) day.value = `令和${now.getFullYear() - 2018}年${now.getMonth() + 1}月${now.getDate()}日`;
  if (time) time.value = `${two(now.getHours())}:${two(now.getMinutes())}`;
  for (const visit of form.querySelectorAll("[name=method][value=visit]")) visit.checked = true;
  day?.dispatchEvent(new Event("input", { bubbles: true }));
}

// Labels of what must be told and is still empty (※必須).
export function missing(form) {
  const told = (box) => (box.type === "checkbox" || box.type === "radio" ? box.checked : box.value.trim());
  return [...form.querySelectorAll(".field")].filter((part) => part.querySelector(".must") && ![...part.querySelectorAll("input, select, textarea")].some(told))
    .map((part) => part.querySelector("label, legend").firstChild.textContent.trim());
}

// Kept a moment after each key; `item()` is what it is kept as.
export function keeping(form, item, said) {
  let waiting = Promise.resolve();
  const keep = (more = {}) => {
    waiting = waiting.then(async () => {
      const told = Object.assign(item(), { fields: fields(form), at: Date.now() }, more);
      await put("items", told.id, await seal(told));
      said.textContent = `この端末に保存しました ${new Date().toTimeString().slice(0, 5)}`;
    }).catch(() => { said.textContent = "保存できませんでした。この画面を閉じないでください。"; });
    return waiting;
  };
  let soon;
  form.oninput = form.onchange = (event) => {
    if (!event.isTrusted) return;
    clearTimeout(soon);
    soon = setTimeout(keep, 400);
  };
  return (more) => { clearTimeout(soon); return keep(more); };
}
