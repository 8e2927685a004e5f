// Back where there is a line (もどったら): send what was written, give back what was taken along.
import { count, wipe } from "./offline-store.js";
import { now, post } from "./offline-contact.js";
import { sendAll } from "./offline-send.js";
import { ask, find } from "./offline-room.js";
import { home, kit, locked } from "./offline-shell.js";

export async function sending() {
  const button = find("send");
  button.disabled = true;
  const hindered = await sendAll(kit).finally(() => { button.disabled = false; });
  const left = await count("items");
  return home(hindered || (left ? "送りました。下に残っているものを確かめてください。" : "全部送りました。"), hindered || left ? "warning" : "success");
}

// Back at the desk: erased here, and the register is told.
export async function giveBack() {
  const unsent = await count("items");
  if (!(await ask(unsent ? `まだ送っていないものが ${unsent} 件あります。消すと、もどせません。` : "この端末の控えを消して、返します。"))) return;
  const told = await now();
  if (kit && told?.token) await post(`/away/kits/${kit.kit}/return/`, told.token, []).catch(() => {});
  await wipe().then(() => locked("この端末の控えを消しました。", "success"));
}
