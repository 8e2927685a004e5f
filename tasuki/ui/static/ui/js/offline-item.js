// One thing that was written (ひとつ送る): a record, a sheet, a photo; received, clashing, or refused with the reason.
import { get, put, remove } from "./offline-store.js";
import { seal, unsealBytes } from "./offline-seal.js";
import { post } from "./offline-contact.js";

export const SAID = {
  401: "サインインが終わっています。サインインして、もう一度送ってください。",
  403: "この役割では送れません。サインインしなおして、もう一度送ってください。",
  404: "この世帯を開く根拠が終わっています。受け取れませんでした。",
};

export const address = (item, kit) => `/away/kits/${kit.kit}/cases/${item.case}/${item.id}/${item.kind}/`;

export async function settle(item) {
  await put("sent", item.id, await seal({ label: item.label, kind: item.kind, name: item.name, at: Date.now() }));
  await remove("items", item.id);
  await remove("files", item.id);
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

// A record as it was typed; a photo with the number of its record.
async function told(item) {
  if (item.kind !== "file") return item.fields;
  const bytes = await unsealBytes(await get("files", item.id));
  return [["onto", item.onto], ["file", new Blob([bytes], { type: item.type }), item.name]];
}

export async function one(item, kit, token) {
  const answer = await post(address(item, kit), token, [...(await told(item)), ["_key", item.id]]);
  if (answer.ok && answer.headers.get("content-type")?.includes("json")) return settle(item);
  const copy = answer.clone();
  const clash = answer.status === 409 && (await copy.text()).includes('name="_theirs"');
  const became = clash ? { state: "clash", reasons: [] } : { state: "refused", reasons: await reasons(answer) };
  return put("items", item.id, await seal({ ...item, ...became }));
}
