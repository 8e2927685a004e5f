// What was written, with what came of it (書いたもの), and the households of today.
import { all, remove } from "./offline-store.js";
import { unseal } from "./offline-seal.js";
import { address } from "./offline-item.js";
import { now } from "./offline-contact.js";
import { ask, element, find, say } from "./offline-room.js";

export const KINDS = { record: "訪問の記録", assessment: "アセスメント", file: "写真・添付" };
const called = ({ label, kind, name }) => `${label}　${KINDS[kind]}${name ? `「${name}」` : ""}`;
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
  for (const [name, value] of [...item.fields, ["_key", crypto.randomUUID()], ["csrfmiddlewaretoken", told.token]]) {
    const box = element("textarea", { name });
    box.value = value;
    form.append(box);
  }
  document.body.append(form);
  return form.submit();
}

export async function dropFile(item) {
  await remove("files", item.id);
  await remove("items", item.id);
}

// What one may do with it: choose between two, take a photo away, write on.
function way(item, kit, write, again) {
  if (item.state === "clash") return ["見くらべてえらぶ", () => choose(item, kit)];
  if (item.kind !== "file") return [item.state === "writing" ? "続きを書く" : "開いて直す", () => write(item)];
  return ["消す", async () => { if (await ask(`「${item.name}」を、この端末から消します。`)) await dropFile(item).then(again); }];
}

function row(item, kit, write) {
  const [words, tone] = STATES[item.state];
  const chip = element("span", { className: `chip c-${tone}`, textContent: words });
  const [textContent, onclick] = way(item, kit, write, () => showItems(kit, write));
  const act = element("button", { type: "button", className: "btn", textContent, onclick });
  const why = (item.reasons ?? []).map((text) => element("span", { className: "errors", textContent: text }));
  act.ariaLabel = `${textContent}：${called(item)}`;
  return element("li", {}, element("span", { textContent: called(item) }), chip, act, ...why);
}

export async function showItems(kit, write) {
  const [items, sent] = [await unsealed("items"), await unsealed("sent")];
  const done = sent.map((one) => element("li", {}, element("span", { textContent: called(one) }), element("span", { className: "chip c-key", textContent: "送信済み" })));
  const at = (item) => (items.find(({ id }) => id === item.onto)?.at ?? item.at) + (item.onto ? 0.5 : 0);
  find("items").replaceChildren(...items.sort((a, b) => at(a) - at(b)).map((item) => row(item, kit, write)), ...done);
  find("no-items").hidden = items.length + done.length > 0;
  return items;
}
