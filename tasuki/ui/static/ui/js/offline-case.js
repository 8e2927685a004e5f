// One household on the tablet (世帯の控え): its few facts, its forms.
import { get, remove } from "./offline-store.js";
import { unseal } from "./offline-seal.js";
import { beginNow, fill, keeping, missing } from "./offline-form.js";
import { KINDS, unsealed } from "./offline-list.js";
import { ask, element, enter, find, parsed, say } from "./offline-room.js";

const NAMES = { record: "訪問の記録を書く", assessment: "アセスメントを書く" };

export async function showCases(kit, open) {
  const kept = [];
  for (const one of kit.cases ?? []) if (await get("kit", one.id)) kept.push(one);
  find("cases").replaceChildren(...kept.map((one) => element("button", { type: "button", className: "away-case", onclick: () => open(one) },
    element("strong", { textContent: one.label }), element("span", { className: "muted", textContent: one.number }))));
  if (!kept.length) find("cases").append(element("p", { className: "muted", textContent: "世帯の控えは、この端末にはもうありません。" }));
}

export async function showCase(one, kit, home) {
  const facts = await unseal(await get("kit", one.id));
  find("facts").replaceChildren(...parsed(facts.facts));
  const begin = async (kind) => {
    const begun = (await unsealed("items")).find((item) => kind === "assessment" && item.case === one.id && item.kind === kind);
    write(begun ?? { id: crypto.randomUUID(), kind, case: one.id, label: facts.label, state: "writing" }, kit, home);
  };
  find("write").replaceChildren(...Object.keys(NAMES).filter((kind) => facts[kind]).map((kind) =>
    element("button", { type: "button", className: "btn primary", textContent: NAMES[kind], onclick: () => begin(kind) })));
  for (const back of document.querySelectorAll("[data-room=case] [data-home]")) back.onclick = () => home();
  say("");
  enter("case", facts.label);
}

function told(reasons) {
  find("reasons").hidden = !reasons.length;
  find("reasons").replaceChildren(...reasons.map((text) => element("p", { textContent: text })));
  if (reasons.length) find("reasons").scrollIntoView({ block: "center" });
}

export async function write(item, kit, home) {
  const sealed = await get("kit", item.case);
  if (!sealed) return say("この世帯の控えは、もうこの端末にありません。書いたものは、そのまま送れます。", "warning");
  const form = document.querySelector("[data-away-form]");
  form.onsubmit = form.oninput = form.onchange = null;
  find("fields").replaceChildren(...parsed((await unseal(sealed))[item.kind]));
  find("kept").textContent = "";
  told(item.reasons ?? []);
  if (item.fields) fill(form, item.fields);
  else if (item.kind === "record") beginNow(form);
  const keep = keeping(form, () => item, find("kept"));
  form.onsubmit = async (event) => {
    event.preventDefault();
    const empty = missing(form);
    if (empty.length) return told([`「${empty.join("」「")}」がまだです。`]);
    await keep({ state: "ready", reasons: [] });
    return home("書きおえました。つながったら「まとめて送る」を押してください。", "success");
  };
  form.querySelector("[data-home]").onclick = async () => { if (item.fields) await keep(); home(); };
  find("drop").onclick = async () => { if (await ask("書いたものを、この端末から消します。")) { await keep(); await remove("items", item.id); home(); } };
  say("");
  return enter("form", `${item.label}　${KINDS[item.kind]}`);
}
