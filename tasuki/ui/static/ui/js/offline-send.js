// What was written goes in (送る): each once under its own number; what came of it is told item by item.
import { all, put, remove } from "./offline-store.js";
import { seal, unseal } from "./offline-seal.js";
import { dropUnopened, now, post } from "./offline-contact.js";

const SAID = {
  401: "サインインが終わっています。サインインして、もう一度送ってください。",
  403: "この役割では送れません。サインインしなおして、もう一度送ってください。",
  404: "この世帯を開く根拠が終わっています。受け取れませんでした。",
};

export const address = (item, kit) => `/away/kits/${kit.kit}/cases/${item.case}/${item.id}/${item.kind}/`;

async function settle(item) {
  await put("sent", item.id, await seal({ label: item.label, kind: item.kind, at: Date.now() }));
  await remove("items", item.id);
}

async function reasons(answer) {
  const text = await answer.text();
  try {
    return JSON.parse(text).reasons;
  } catch {
    const page = new DOMParser().parseFromString(text, "text/html");
    const said = page.querySelector("main .notice p")?.textContent.trim();
    return [SAID[answer.status] ?? said ?? `受け取れませんでした（${answer.status}）。`];
  }
}

async function one(item, kit, token) {
  const answer = await post(address(item, kit), token, [...item.fields, ["_key", item.id]]);
  if (answer.ok && answer.headers.get("content-type")?.includes("json")) return settle(item);
  const copy = answer.clone();
  const clash = answer.status === 409 && (await copy.text()).includes('name="_theirs"');
  const told = clash ? { state: "clash", reasons: [] } : { state: "refused", reasons: await reasons(answer) };
  return put("items", item.id, await seal({ ...item, ...told }));
}

// Only one page of this browser sends at a time. Answers what hinders, in words; empty when all was tried.
export function sendAll(kit, only = ["ready"]) {
  return navigator.locks.request("tasuki-away-send", { ifAvailable: true }, async (mine) => {
    if (!mine) return "いま送っています。";
    const told = await now();
    if (!told) return "まだつながりません。書いたものは、この端末にあります。";
    if (told.status) return SAID[told.status] ?? "サーバーが答えません。少し待って、もう一度ためしてください。";
    if (told.worker !== kit.worker) return "持ち出した本人がサインインして送ってください。";
    for (const [, sealed] of await all("items")) {
      const item = await unseal(sealed);
      if (told.sent.includes(item.id)) await settle(item);
      else if (only.includes(item.state)) await one(item, kit, told.token);
    }
    await dropUnopened(told, kit);
    return "";
  });
}
