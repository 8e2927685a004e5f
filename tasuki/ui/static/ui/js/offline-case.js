// One household on the tablet (世帯の控え): its few facts, its forms.
import { get } from "./offline-store.js";
import { unseal } from "./offline-seal.js";
import { unsealed } from "./offline-list.js";
import { write } from "./offline-write.js";
import { element, enter, find, parsed, say } from "./offline-room.js";

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
