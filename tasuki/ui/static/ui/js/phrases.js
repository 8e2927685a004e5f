// 定型文: a button under <textarea data-phrases>, and ;; while typing, offer phrases; ;; with a whole name puts it in at once.
// Without a line (持ち出し) they lie on the tablet: `here` is given them, her name, and what keeps the text.
export const here = { phrases: null, name: "", keep: () => {} };

async function all() {
  here.phrases ??= fetch("/me/phrases/choice/", { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : { phrases: [] })).then((told) => told.phrases).catch(() => []);
  return here.phrases;
}

// 〔日付〕〔時刻〕〔わたし〕 are written for her; 〔本人〕 and every other mark is left for her to write over.
function filled(text) {
  const now = new Date();
  const said = { 日付: `${now.getMonth() + 1}月${now.getDate()}日`, 時刻: now.toTimeString().slice(0, 5),
    わたし: document.querySelector(".me .name")?.textContent.split("（")[0] ?? here.name };
  return text.replace(/〔(日付|時刻|わたし)〕/g, (mark, name) => said[name] || mark);
}

const shown = (area) => area.parentElement.querySelector(":scope > .phrases");
function put(area, text, from, to) {
  const words = filled(text);
  shown(area)?.remove();
  area.focus();
  area.setRangeText(words, from, to, "end");
  const mark = words.search(/〔[^〕]+〕/);
  if (mark >= 0) area.setSelectionRange(from + mark, from + words.indexOf("〕", mark) + 1);
  area.dispatchEvent(new Event("input", { bubbles: true }));
  here.keep();
}

function offer(area, phrases, from, to) {
  const box = shown(area) ?? Object.assign(document.createElement("div"), { className: "row phrases" });
  box.replaceChildren(...phrases.map(({ name, text }) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", title: text, textContent: name });
    return Object.assign(button, { onclick: () => put(area, text, from, to) });
  }));
  if (!phrases.length) box.textContent = "あてはまる定型文はありません。「わたし」の「定型文」で加えられます。";
  if (!box.isConnected) area.after(box);
}

async function typed(event) {
  const area = event.target;
  if (event.isComposing || !area.matches?.("textarea[data-phrases]")) return;
  const found = /[;；]{2}([^\s　;；]*)$/.exec(area.value.slice(0, area.selectionStart));
  if (!found) return void shown(area)?.remove();
  const [to, phrases] = [area.selectionStart, await all()];
  const [one, from] = [phrases.find(({ name }) => name === found[1]), to - found[0].length];
  if (one) put(area, one.text, from, to);
  else offer(area, phrases.filter(({ name }) => name.startsWith(found[1])), from, to);
}

export function dress(place) {
  for (const area of place.querySelectorAll("textarea[data-phrases]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", textContent: "定型文" });
    area.after(button);
    button.onclick = async () => { offer(area, await all(), area.selectionStart, area.selectionEnd); shown(area)?.querySelector("button")?.focus(); };
  }
}
dress(document);
for (const kind of ["input", "compositionend"]) document.addEventListener(kind, typed);
