// The page that opens without a line (持ち出しの画面): unlock, see the households of today and what was written.
import { get } from "./offline-store.js";
import { TRIES, lock, unlock, unseal } from "./offline-seal.js";
import { dropUnopened, now } from "./offline-contact.js";
import { showAge } from "./offline-age.js";
import { enter, find, say } from "./offline-room.js";
import { showItems } from "./offline-list.js";
import { showCase, showCases } from "./offline-case.js";
import { write } from "./offline-write.js";

export let kit;

export async function home(said = "", tone = "info") {
  enter("home");
  say(said, tone);
  const cases = () => showCases(kit, (one) => showCase(one, kit, home));
  const vault = await get("vault", "vault");
  await Promise.all([cases(), showItems(kit, (item) => write(item, kit, home)), showAge(vault)]);
  const told = await now();
  find("sign-in").hidden = !told?.status;
  const gone = await dropUnopened(told, kit);
  if (!gone) return;
  await Promise.all([cases(), showAge(vault)]);
  say(`${said}${gone}件の世帯は、あなたに開かれなくなったので、この端末から消しました。書いたものは残っています。`, "warning");
}

export async function locked(said = "", tone = "info") {
  lock();
  const vault = await get("vault", "vault");
  say(said, tone);
  if (!vault) return enter("none");
  await showAge(vault);
  find("tries").textContent = `${TRIES}回まちがえると、この端末の控えは全部消えます。${vault.tries ? `あと${TRIES - vault.tries}回です。` : ""}`;
  return enter("locked");
}

export async function opening(event) {
  event.preventDefault();
  const word = document.getElementById("away-word");
  const opened = await unlock(word.value);
  word.value = "";
  if (opened !== true) return locked(opened ? `合言葉がちがいます。あと${opened}回です。` : "合言葉を5回まちがえたので、この端末の控えを全部消しました。", "error");
  const [sealed, vault] = [await get("kit", "kit"), await get("vault", "vault")];
  kit = sealed ? await unseal(sealed) : { kit: vault.kit, worker: vault.worker, idle: 5, gone: true };
  return home();
}
