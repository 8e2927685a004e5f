// Puts a kit into this tablet (端末に入れる): <form data-away-take data-kit data-worker>. Sealed before anything is kept.
import { count, held, hold, put, wipe } from "./offline-store.js";
import { make, seal } from "./offline-seal.js";
import { now, post } from "./offline-contact.js";

const form = document.querySelector("[data-away-take]");
const insecure = !isSecureContext || !crypto.subtle || !navigator.serviceWorker || !navigator.locks;
const GRACE = 3 * 24 * 3600;

function wrong(text) {
  Object.assign(form.querySelector("[data-away-wrong]"), { hidden: !text, textContent: text });
  form.querySelector("[type=submit]").disabled = false;
}

function unfit(first, second) {
  if ([...first].length < 8) return "合言葉は8文字以上にしてください。";
  if (/^[0-9０-９]+$/.test(first)) return "数字だけの合言葉は、すぐに破られます。文字をまぜてください。";
  return first === second ? "" : "二つの合言葉がちがいます。";
}

// What was here before goes back: the register must not think that it is still out.
async function giveBack(before, next) {
  const told = before && before !== next ? await now() : undefined;
  if (told?.token) await post(`/away/kits/${before}/return/`, told.token, []).catch(() => {});
}

async function keep(told, passphrase) {
  await giveBack(held(), told.kit);
  await wipe();
  await make(passphrase, { kit: told.kit, worker: told.worker, taken: told.taken, until: told.until, last: told.until + GRACE, idle: told.idle });
  for (const one of told.cases) await put("kit", one.id, await seal(one));
  await put("kit", "kit", await seal({ ...told, cases: told.cases.map(({ id, number, label }) => ({ id, number, label })) }));
  hold(told.kit);
}

async function take(event) {
  event.preventDefault();
  const [first, second] = [...form.querySelectorAll("[type=password]")].map((box) => box.value);
  const unsent = held() && (await count("items"));
  const no = unsent ? "この端末には、まだ送っていないものがあります。先に「この端末の控えを開く」から送ってください。" : unfit(first, second);
  if (no) return wrong(no);
  wrong("");
  form.querySelector("[type=submit]").disabled = true;
  form.querySelector("[data-away-said]").textContent = "暗号にして入れています。このまま待ってください。";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    await keep(await answer.json(), first);
    await navigator.serviceWorker.register("/away/sw.js");
    await navigator.serviceWorker.ready;
    location.assign("/away/");
  } catch {
    form.querySelector("[data-away-said]").textContent = "";
    wrong("入れられませんでした。サインインしているか、つながっているかを確かめて、もう一度ためしてください。");
  }
  return undefined;
}
if (insecure) document.querySelector("[data-away-insecure]").hidden = false;
if (form && insecure) form.querySelector("[type=submit]").disabled = true;
form?.addEventListener("submit", take);
