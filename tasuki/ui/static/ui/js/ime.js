// Enter that only fixes a conversion (変換の確定) must never send the form.
let endedAt = 0;

document.addEventListener("compositionend", (event) => { endedAt = event.timeStamp; }, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const composing = event.isComposing || event.keyCode === 229;
  // Safari ends the composition just before the Enter that ended it.
  const justEnded = endedAt > 0 && event.timeStamp - endedAt < 30;
  if (!composing && !justEnded) return;
  if (event.target instanceof HTMLInputElement) event.preventDefault();
  event.stopPropagation();
}, true);
