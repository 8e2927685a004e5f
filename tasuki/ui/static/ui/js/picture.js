// Drawings as PNG, made in the browser from the SVG of the server: to save, and to copy into Word.
const said = document.querySelector("[data-png-said]");

function tell(words) {
  if (said) said.textContent = words;
}

function load(url) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.addEventListener("load", () => resolve(image));
    image.addEventListener("error", () => reject(new Error(url)));
    image.src = url;
  });
}

async function png(url) {
  const image = await load(url);
  const canvas = document.createElement("canvas");
  // Twice as fine: legible when Word makes it larger.
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

async function save(button) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await png(button.dataset.png));
  link.download = `${button.dataset.name}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  tell("保存しました。");
}

async function copy(button) {
  await navigator.clipboard.write([new ClipboardItem({ "image/png": png(button.dataset.pngCopy) })]);
  tell("コピーしました。Word などに貼れます。");
}

for (const [name, act] of [["data-png", save], ["data-png-copy", copy]]) {
  for (const button of document.querySelectorAll(`[${name}]`)) {
    if (act === copy && !("ClipboardItem" in window)) continue;
    button.hidden = false;
    button.addEventListener("click", () => act(button).catch(() => tell("できませんでした。SVGで保存してください。")));
  }
}
