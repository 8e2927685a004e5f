// What is selected in a text of the request goes into the field below it: 伏せることば. Typing it does the same.
function chosen() {
  const selection = document.getSelection();
  const words = selection ? selection.toString().trim() : "";
  const node = selection && selection.anchorNode;
  const source = node && (node instanceof Element ? node : node.parentElement)?.closest("[data-mask-source]");
  return words && source ? { words, source } : null;
}

document.addEventListener("mouseup", () => {
  const found = chosen();
  if (!found) return;
  const form = found.source.parentElement.querySelector("form[data-mask]");
  if (!form) return;
  const fold = form.closest("details");
  if (fold) fold.open = true;
  form.elements.words.value = found.words;
});
