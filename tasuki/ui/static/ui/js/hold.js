// Buttons under a text that put marks around what is selected: ［第三者］…［／］. Typing the marks does the same.
const KINDS = ["第三者", "情報元", "開示注意"];
const CLOSE = "［／］";

function hold(area, kind) {
  const { selectionStart: from, selectionEnd: to } = area;
  const open = `［${kind}］`;
  area.focus();
  area.setRangeText(open + area.value.slice(from, to) + CLOSE, from, to, "end");
  if (from === to) area.setSelectionRange(from + open.length, from + open.length);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function equip(area) {
  const row = document.createElement("p");
  row.className = "row hold";
  const label = document.createElement("span");
  label.className = "muted";
  label.textContent = "選んだところを伏せる：";
  row.append(label);
  for (const kind of KINDS) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn quiet";
    button.textContent = kind;
    button.addEventListener("click", () => hold(area, kind));
    row.append(button);
  }
  area.after(row);
}

for (const area of document.querySelectorAll("textarea[data-hold]")) equip(area);
