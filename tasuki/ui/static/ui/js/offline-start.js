// How the page begins (はじまり): can this browser do it, may it still keep what it has, and what each button does.
import { get, held } from "./offline-store.js";
import { erasedByAge, erasedFromAfar } from "./offline-contact.js";
import { giveBack, sending } from "./offline-back.js";
import { locked, opening } from "./offline-shell.js";
import { enter, find, line } from "./offline-room.js";

const IDLE = 60000;
let touched = Date.now();

async function start() {
  line();
  if (!isSecureContext || !crypto.subtle || !navigator.serviceWorker || !navigator.locks) return enter("insecure");
  navigator.serviceWorker.register("/away/sw.js").catch(() => {});
  if (await erasedFromAfar()) return locked("持ち出しが止められたか、おわったので、この端末の控えを全部消しました。", "warning");
  const aged = held() ? await erasedByAge() : "";
  if (aged === "all") return locked("期限が過ぎたので、この端末の控えを消しました。", "warning");
  return locked();
}

// Nobody has touched it for a while: the key is forgotten.
async function rest() {
  if (find("fields").closest("section").hidden && document.querySelector("[data-room=home]").hidden
    && document.querySelector("[data-room=case]").hidden) return;
  const minutes = (await get("vault", "vault"))?.idle ?? 5;
  if (Date.now() - touched > minutes * IDLE) location.reload();
}

for (const kind of ["pointerdown", "keydown", "input"]) document.addEventListener(kind, () => { touched = Date.now(); });
for (const kind of ["online", "offline"]) addEventListener(kind, line);
document.querySelector("[data-unlock]").addEventListener("submit", opening);
find("send").addEventListener("click", sending);
find("lock").addEventListener("click", () => location.reload());
for (const mark of ["give-back", "wipe"]) find(mark).addEventListener("click", giveBack);
setInterval(rest, 15000);
start();
