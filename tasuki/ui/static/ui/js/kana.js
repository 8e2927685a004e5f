// フリガナ: what is typed before the conversion of a name goes into its empty カナ box (family_name → family_kana).
// Nothing is guessed from the kanji; what stands in the box already stays, unless it came from here.
const HIRAGANA = /^[ぁ-ゖァ-ヺー゛゜\s　]+$/;
const KANA = /[ぁ-ゖ]/g;
const typed = new WeakMap();

function reading(text) {
  return text.normalize("NFKC").replace(KANA, (one) => String.fromCharCode(one.charCodeAt(0) + 0x60)).replace(/\s/g, "");
}

function boxOf(name) {
  if (!(name instanceof HTMLInputElement) || !/_name$/.test(name.name)) return null;
  return name.form?.elements.namedItem(name.name.replace(/_name$/, "_kana")) ?? null;
}

document.addEventListener("compositionstart", (event) => {
  if (boxOf(event.target)) typed.set(event.target, { ...typed.get(event.target), now: "" });
});

// While converting, the text turns into kanji: the last that was kana only is the reading.
document.addEventListener("compositionupdate", (event) => {
  const state = typed.get(event.target);
  if (state && event.data && HIRAGANA.test(event.data)) state.now = event.data;
});

document.addEventListener("compositionend", (event) => {
  const [name, box, state] = [event.target, boxOf(event.target), typed.get(event.target)];
  if (!box || !state || !event.data) return;
  const mine = box.value === (state.wrote ?? "");
  const more = reading(state.now || (HIRAGANA.test(event.data) ? event.data : ""));
  if (!more || !mine) return;
  state.wrote = (name.value.trim() === event.data.trim() ? "" : box.value) + more;
  state.now = "";
  box.value = state.wrote;
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
