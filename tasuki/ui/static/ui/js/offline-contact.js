// What the tablet asks when the line is back (端末の連絡): may I keep this, who is signed in, what has come in already.
import { all, get, held, remove, wipe } from "./offline-store.js";

const quietly = { credentials: "same-origin", cache: "no-store", headers: { "X-Away": "1" } };

// true, false, or undefined without a line. False: everything goes, sent or not.
export async function stands(kit) {
  try {
    const answer = await fetch(`/away/stands/${kit}/`, quietly);
    return answer.ok ? (await answer.json()).in_force : undefined;
  } catch {
    return undefined;
  }
}

// The answer to a signed-in worker; {status} when nobody is signed in; undefined without a line.
export async function now() {
  try {
    const answer = await fetch("/away/now/", quietly);
    return answer.ok ? await answer.json() : { status: answer.status };
  } catch {
    return undefined;
  }
}

export function post(address, token, fields) {
  const key = fields.find(([name]) => name === "_key") ? [] : [["_key", crypto.randomUUID()]];
  const body = fields.some(([, value]) => value instanceof Blob) ? new FormData() : new URLSearchParams();
  for (const pair of [...fields, ...key, ["csrfmiddlewaretoken", token]]) body.append(...pair);
  return fetch(address, { ...quietly, method: "POST", body });
}

// Stopped by the section, or her post has ended: erased before anything is shown; told when she is signed in.
export async function erasedFromAfar() {
  const kit = held();
  if (!kit || (await stands(kit)) !== false) return false;
  await wipe();
  const told = await now();
  if (told?.token) await post(`/away/kits/${kit}/wiped/`, told.token, []).catch(() => {});
  return true;
}

// Past its day: what was taken along goes at once; what was written and not sent, a few days later.
export async function erasedByAge() {
  const vault = await get("vault", "vault");
  if (!vault) return "";
  const [seconds, unsent] = [Date.now() / 1000, (await all("items")).length];
  if (seconds > vault.last || (seconds > vault.until && !unsent)) { await wipe(); return "all"; }
  if (seconds > vault.until) { for (const [key] of await all("kit")) await remove("kit", key); return "kit"; }
  return "";
}

// Households that are not open to her any more go at this contact; answers how many. Only her own sign-in can tell.
export async function dropUnopened(told, kit) {
  if (told?.worker !== kit.worker) return 0;
  const open = ["kit", ...(told.kits[kit.kit]?.cases ?? [])];
  const gone = (await all("kit")).filter(([key]) => !open.includes(key));
  for (const [key] of gone) await remove("kit", key);
  return gone.length;
}
