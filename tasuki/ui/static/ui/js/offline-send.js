// What was written goes in (送る): each once under its own number; what came of it is told item by item.
import { all } from "./offline-store.js";
import { unseal } from "./offline-seal.js";
import { now } from "./offline-contact.js";
import { SAID, one, settle } from "./offline-item.js";

// Records and sheets first; a photo goes when its record has gone.
async function each(said, kit, only, files) {
  const items = await Promise.all((await all("items")).map(([, sealed]) => unseal(sealed)));
  for (const item of items.filter((found) => (found.kind === "file") === files)) {
    const waits = items.some(({ id }) => id === item.onto);
    if (said.sent.includes(item.id)) await settle(item);
    else if (files ? !waits : only.includes(item.state)) await one(item, kit, said.token);
  }
}

// Only one page of this browser sends at a time. Answers what hinders, in words; empty when all was tried.
export function sendAll(kit, only = ["ready"]) {
  return navigator.locks.request("tasuki-away-send", { ifAvailable: true }, async (mine) => {
    if (!mine) return "いま送っています。";
    const said = await now();
    if (!said) return "まだつながりません。書いたものは、この端末にあります。";
    if (said.status) return SAID[said.status] ?? "サーバーが答えません。少し待って、もう一度ためしてください。";
    if (said.worker !== kit.worker) return "持ち出した本人がサインインして送ってください。";
    for (const files of [false, true]) await each(said, kit, only, files);
    return "";
  });
}
