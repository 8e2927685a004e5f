// 〒 finds the 町字: <input data-postal="town"> chooses in <select name="town"> the one line that carries this number.
function digits(text) {
  return text.normalize("NFKC").replace(/[^0-9]/g, "");
}

document.addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-postal]");
  const code = box && digits(box.value);
  if (!box || code.length !== 7) return;
  const list = box.form?.elements[box.dataset.postal];
  const mark = `〒${code.slice(0, 3)}-${code.slice(3)}`;
  const found = [...(list?.options || [])].filter((line) => line.textContent.includes(mark));
  if (found.length === 1) list.value = found[0].value;
});
