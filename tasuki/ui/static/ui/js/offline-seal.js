// Sealing (暗号): a random AES-GCM key, itself wrapped by what PBKDF2 makes of the passphrase. Neither is ever stored open.
import { get, put, wipe } from "./offline-store.js";

const ROUNDS = 600000;
export const TRIES = 5;
let key;

const random = (length) => crypto.getRandomValues(new Uint8Array(length));

async function wrapping(passphrase, salt, rounds) {
  const words = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

const unwrap = (vault, by) => crypto.subtle.unwrapKey("raw", vault.wrapped, by, { name: "AES-GCM", iv: vault.iv },
  { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);

// `open` facts stand beside the wrapped key and tell of nobody: the kit's number, whose, until when.
export async function make(passphrase, open) {
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const [salt, iv] = [random(16), random(12)];
  const by = await wrapping(passphrase, salt, ROUNDS);
  const wrapped = await crypto.subtle.wrapKey("raw", fresh, by, { name: "AES-GCM", iv });
  const vault = { ...open, salt, iv, wrapped, rounds: ROUNDS, tries: 0 };
  key = await unwrap(vault, by);
  await put("vault", "vault", vault);
}

// true, or how many tries are left; after the last wrong one nothing is left at all. Counted before it is tried.
export async function unlock(passphrase) {
  const vault = await get("vault", "vault");
  const tries = vault.tries + 1;
  await put("vault", "vault", { ...vault, tries });
  try {
    key = await unwrap(vault, await wrapping(passphrase, vault.salt, vault.rounds));
  } catch {
    if (tries >= TRIES) await wipe();
    return TRIES - tries;
  }
  await put("vault", "vault", { ...vault, tries: 0 });
  return true;
}

export const lock = () => { key = undefined; };

export async function sealBytes(bytes) {
  const iv = random(12);
  return { iv, text: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

export const unsealBytes = ({ iv, text }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, text);
export const seal = (value) => sealBytes(new TextEncoder().encode(JSON.stringify(value)));
export const unseal = async (sealed) => JSON.parse(new TextDecoder().decode(await unsealBytes(sealed)));
