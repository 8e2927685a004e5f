// Photos and papers of a visit (写真・添付): sealed as they are chosen, sent after their record, each once.
import { put } from "./offline-store.js";
import { seal, sealBytes } from "./offline-seal.js";
import { dropFile, unsealed } from "./offline-list.js";
import { ask, element, find } from "./offline-room.js";

const LARGEST = 10 * 1024 * 1024;
const SORTS = ["image/jpeg", "image/png", "application/pdf"];

const filesOf = async (item) => (await unsealed("items")).filter(({ onto }) => onto === item.id);

export async function dropFiles(item) {
  for (const file of await filesOf(item)) await dropFile(file);
}

function unfit(file) {
  if (!SORTS.includes(file.type)) return `「${file.name}」は入れられません。写真（JPEG・PNG）か PDF をえらんでください。`;
  return file.size > LARGEST ? `「${file.name}」は 10MB をこえています。小さくとりなおしてください。` : "";
}

async function add(item, file) {
  const id = crypto.randomUUID();
  const { case: of, label } = item;
  await put("files", id, await sealBytes(await file.arrayBuffer()));
  await put("items", id, await seal({ id, kind: "file", case: of, label, onto: item.id, name: file.name, type: file.type,
    size: file.size, state: "ready", at: Date.now() }));
}

function row(file, again) {
  const size = `${Math.max(1, Math.round(file.size / 1024)).toLocaleString()}KB`;
  const drop = async () => { if (await ask(`「${file.name}」を、この端末から消します。`)) await dropFile(file).then(again); };
  const button = element("button", { type: "button", className: "btn quiet", textContent: "消す", onclick: drop });
  button.setAttribute("aria-label", `消す：${file.name}`);
  return element("li", {}, element("span", { textContent: `${file.name}　${size}` }), button);
}

// The part of the form of a record; `keep` keeps the record itself, so that no photo stands alone.
export async function showFiles(item, keep) {
  const box = document.getElementById("away-file");
  const say = (text) => Object.assign(find("file-wrong"), { hidden: !text, textContent: text });
  const again = async () => find("files").replaceChildren(...(await filesOf(item)).map((file) => row(file, again)));
  find("photos").hidden = item.kind !== "record";
  say("");
  box.onchange = async () => {
    const chosen = [...box.files];
    say(chosen.map(unfit).filter(Boolean).join(""));
    await keep();
    for (const file of chosen.filter((one) => !unfit(one))) {
      await add(item, file).catch(() => say("この端末に入りきりません。送ってから、もう一度えらんでください。"));
    }
    box.value = "";
    await again();
  };
  await again();
}
