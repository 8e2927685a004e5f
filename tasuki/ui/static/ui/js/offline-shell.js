// The page that opens without a line (持ち出しの画面): unlock, read a household, write, send.
import { count, get, wipe } from "./offline-store.js";
import { TRIES, lock, unlock, unseal } from "./offline-seal.js";
import { dropUnopened, now, post } from "./offline-contact.js";
import { sendAll } from "./offline-send.js";
import { ask, enter, find, say } from "./offline-room.js";
import { showItems } from "./offline-list.js";
import { showCase, showCases, write } from "./offline-case.js";

let kit;
async function home(said = "", tone = "info") {
  enter("home");
  say(said, tone);
  const cases = () => showCases(kit, (one) => showCase(one, kit, home));
  await Promise.all([cases(), showItems(kit, (item) => write(item, kit, home))]);
  const told = await now();
  find("sign-in").hidden = !told?.status;
  if (await dropUnopened(told, kit)) await cases();
}

export async function locked(said = "", tone = "info") {
  lock();
  const vault = await get("vault", "vault");
  if (!vault) { say(said, tone); return enter("none"); }
  find("held").textContent = (await count("items")) ? `まだ送っていないものが ${await count("items")} 件あります。` : "";
  find("tries").textContent = `${TRIES}回まちがえると、この端末の控えは全部消えます。${vault.tries ? `あと${TRIES - vault.tries}回です。` : ""}`;
  say(said, tone);
  return enter("locked");
}

export async function opening(event) {
  event.preventDefault();
  const word = document.getElementById("away-word");
  const opened = await unlock(word.value);
  word.value = "";
  if (opened !== true) return locked(opened ? `合言葉がちがいます。あと${opened}回です。` : "合言葉を5回まちがえたので、この端末の控えを全部消しました。", "error");
  const sealed = await get("kit", "kit");
  const vault = await get("vault", "vault");
  kit = sealed ? await unseal(sealed) : { kit: vault.kit, worker: vault.worker, idle: 5, gone: true };
  const until = new Date(vault.until * 1000).toLocaleString("ja-JP", { month: "long", day: "numeric", hour: "numeric", minute: "numeric" });
  find("until").textContent = kit.gone ? "期限が過ぎたので、世帯の控えは消えました。書いたものは送れます。" : `${until} に、この端末から消えます。`;
  return home();
}

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
