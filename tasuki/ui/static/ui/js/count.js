// Tells how many letters are left in a box, near its end: <textarea data-most="300">. Nothing is cut off.
const NEAR = 0.8;

function place(box) {
  let told = box.parentElement.querySelector(":scope > .count");
  if (!told) {
    told = Object.assign(document.createElement("output"), { className: "count" });
    box.after(told);
  }
  return told;
}

function count(box) {
  const most = Number(box.dataset.most);
  // letters as the server counts them: 𠮷 is one, a line end is one
  const length = [...box.value].length;
  if (length < most * NEAR && !box.parentElement.querySelector(":scope > .count")) return;
  const left = most - length;
  const told = place(box);
  told.classList.toggle("over", left < 0);
  const said = (number) => number.toLocaleString("ja-JP");
  if (left < 0) told.textContent = `${said(most)}文字までです。${said(-left)}文字 多くなっています。`;
  else told.textContent = length < most * NEAR ? "" : `あと ${said(left)}文字（${said(most)}文字まで）`;
}

document.addEventListener("input", (event) => {
  if (event.target instanceof Element && event.target.matches("[data-most]")) count(event.target);
});
for (const box of document.querySelectorAll("[data-most]")) count(box);
