// What was written, with what came of it (書いたもの), and the households of today.
import { all } from "./offline-store.js";
import { unseal } from "./offline-seal.js";
import { address } from "./offline-send.js";
import { now } from "./offline-contact.js";
import { element, find, say } from "./offline-room.js";

export const KINDS = { record: "訪問の記録", assessment: "アセスメント" };
const STATES = { writing: ["書きかけ", "blue"], ready: ["まだ送っていません", "orange"],
  clash: ["食い違い：ほかの人が先に書きかえました", "red"], refused: ["受け取れませんでした", "red"] };

export async function unsealed(store) {
  return Promise.all((await all(store)).map(([, sealed]) => unseal(sealed)));
}

// The page of the house on which one chooses between mine and theirs; it is sent there as a form of its own.
async function choose(item, kit) {
  const told = await now();
  if (told?.worker !== kit.worker) return say("サインインしてから、えらんでください。", "warning");
  const form = element("form", { method: "post", action: address(item, kit), hidden: true });
  const more = [["_key", crypto.randomUUID()], ["csrfmiddlewaretoken", told.token]];
  for (const [name, value] of [...item.fields, ...more]) {
    const box = element("textarea", { name });
    box.value = value;
    form.append(box);
  }
  document.body.append(form);
  return form.submit();
}

function row(item, kit, write) {
  const [words, tone] = STATES[item.state];
  const chip = element("span", { className: `chip c-${tone}`, textContent: words });
  const act = item.state === "clash"
    ? element("button", { type: "button", className: "btn", textContent: "見くらべてえらぶ", onclick: () => choose(item, kit) })
    : element("button", { type: "button", className: "btn", textContent: item.state === "writing" ? "続きを書く" : "開いて直す", onclick: () => write(item) });
  act.setAttribute("aria-label", `${act.textContent}：${item.label} ${KINDS[item.kind]}`);
  const why = (item.reasons ?? []).map((text) => element("span", { className: "errors", textContent: text }));
  return element("li", {}, element("span", { textContent: `${item.label}　${KINDS[item.kind]}` }), chip, act, ...why);
}

export async function showItems(kit, write) {
  const [items, sent] = [await unsealed("items"), await unsealed("sent")];
  const done = sent.map((one) => element("li", {}, element("span", { textContent: `${one.label}　${KINDS[one.kind]}` }),
    element("span", { className: "chip c-key", textContent: "送信済み" })));
  find("items").replaceChildren(...items.sort((a, b) => a.at - b.at).map((item) => row(item, kit, write)), ...done);
  find("no-items").hidden = items.length + done.length > 0;
  return items;
}
