// Says beside a date box which day was understood, and the age: <input data-wareki="date|age">.
const ERAS = [
  ["令和", "R", 2018, "2019-05-01"], ["平成", "H", 1988, "1989-01-08"],
  ["昭和", "S", 1925, "1926-12-25"], ["大正", "T", 1911, "1912-07-30"], ["明治", "M", 1867, "1868-01-25"],
];
const day = new Intl.DateTimeFormat("ja-JP", { year: "numeric", month: "long", day: "numeric", weekday: "short" });

function iso(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function make(year, month, date) {
  const made = new Date(year, month - 1, date);
  return made.getMonth() === month - 1 && made.getDate() === date ? made : null;
}

function read(text) {
  const clean = text.normalize("NFKC").replace(/\s/g, "").replace("元", "1").toUpperCase();
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(clean);
  if (packed) return make(+packed[1], +packed[2], +packed[3]);
  const found = /^(\D*)(\d{1,4})[年./-](\d{1,2})[月./-](\d{1,2})日?$/.exec(clean);
  if (!found) return null;
  const [, name, year, month, date] = found;
  if (year.length > 2) return name ? null : make(+year, +month, +date);
  const era = name ? ERAS.find((row) => row[0] === name || row[1] === name) : ERAS[0];
  return era ? make(era[2] + Number(year), +month, +date) : null;
}

function inEra(date) {
  const era = ERAS.find((row) => iso(date) >= row[3]);
  if (!era) return "";
  const year = date.getFullYear() - era[2];
  return `${era[0]}${year === 1 ? "元" : year}年`;
}

function age(date) {
  const now = new Date();
  return now.getFullYear() - date.getFullYear() - (iso(now).slice(5) < iso(date).slice(5) ? 1 : 0);
}

function show(box) {
  const place = box.parentElement.querySelector("[data-reading]");
  if (!place) return;
  const date = box.value.trim() ? read(box.value) : null;
  const years = date && box.dataset.wareki === "age" ? age(date) : -1;
  place.textContent = date ? `${inEra(date)} ${day.format(date)}${years >= 0 ? ` ${years}歳` : ""}` : "";
}

document.addEventListener("input", (event) => event.target.matches?.("[data-wareki]") && show(event.target));
document.querySelectorAll("[data-wareki]").forEach(show);
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll?.("[data-wareki]").forEach(show));
