// A block copied from Excel goes into the boxes of a grid: <paste-grid><table>…</table></paste-grid>.
// Without scripts the boxes are typed in one by one, or the block goes into the text box below the grid.
function cellsOf(text) {
  const rows = [[]];
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (const [, cell, end] of (plain + "\n").matchAll(/("(?:[^"]|"")*"|[^\t\n]*)([\t\n])/g)) {
    const quoted = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
    rows.at(-1).push(quoted ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "\n") rows.push([]);
  }
  rows.pop();
  return rows;
}

class PasteGrid extends HTMLElement {
  connectedCallback() {
    this.addEventListener("paste", (event) => this.take(event));
    this.addEventListener("keydown", (event) => this.move(event));
  }

  boxes() {
    return [...this.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("[data-cell]")]);
  }

  place(box) {
    const rows = this.boxes();
    const row = rows.findIndex((cells) => cells.includes(box));
    return { rows, row, column: row < 0 ? -1 : rows[row].indexOf(box) };
  }

  take(event) {
    const block = cellsOf(event.clipboardData.getData("text/plain"));
    const { rows, row, column } = this.place(event.target);
    if (row < 0 || (block.length < 2 && block[0].length < 2)) return; // a single cell is pasted as always
    event.preventDefault();
    let left = 0;
    block.forEach((line, down) => line.forEach((text, right) => {
      const box = rows[row + down]?.[column + right];
      if (!box) { left += 1; return; }
      box.value = text.trim();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }));
    this.say(`${block.length}行を貼り付けました。${left ? `${left}個の欄は、表に入りきりませんでした。` : ""}`);
  }

  move(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    if (event.target.tagName === "TEXTAREA" && event.target.value.includes("\n")) return;
    const { rows, row, column } = this.place(event.target);
    const next = rows[row + (event.key === "ArrowDown" ? 1 : -1)]?.[column];
    if (next) { event.preventDefault(); next.focus(); }
  }

  say(words) {
    const place = this.querySelector("[data-said]");
    if (place) place.textContent = words;
  }
}

customElements.define("paste-grid", PasteGrid);
