// What a tablet keeps (端末の控え): one small database; whatever tells of a person lies in it sealed (offline-seal.js).
const NAME = "tasuki-away";
const STORES = ["vault", "kit", "items", "files", "sent"];
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 2);
    const missing = () => STORES.filter((store) => !asked.result.objectStoreNames.contains(store));
    asked.onupgradeneeded = () => missing().forEach((store) => asked.result.createObjectStore(store));
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = undefined; };
      resolve(asked.result);
    };
  });
  return opened;
}

async function ask(store, mode, what) {
  const base = await database();
  return new Promise((resolve, reject) => {
    const deal = base.transaction(store, mode, { durability: "strict" });
    const asked = what(deal.objectStore(store));
    deal.oncomplete = () => resolve(asked.result);
    deal.onabort = deal.onerror = () => reject(deal.error);
  });
}

export const get = (store, key) => ask(store, "readonly", (rows) => rows.get(key));
export const put = (store, key, value) => ask(store, "readwrite", (rows) => rows.put(value, key));
export const remove = (store, key) => ask(store, "readwrite", (rows) => rows.delete(key));
export const count = (store) => ask(store, "readonly", (rows) => rows.count());
export const empty = (store) => ask(store, "readwrite", (rows) => rows.clear());

export async function all(store) {
  const keys = await ask(store, "readonly", (rows) => rows.getAllKeys());
  const values = await ask(store, "readonly", (rows) => rows.getAll());
  return keys.map((key, place) => [key, values[place]]);
}

// A mark outside the database, so that other pages know at once whether there is anything here: the key of the kit.
export const held = () => localStorage.getItem("away");
export const hold = (kit) => localStorage.setItem("away", kit);

export async function wipe() {
  for (const store of STORES) await empty(store).catch(() => {});
  (await database()).close();
  opened = undefined;
  await new Promise((done) => {
    const gone = indexedDB.deleteDatabase(NAME);
    gone.onsuccess = gone.onerror = gone.onblocked = () => done();
  });
  localStorage.removeItem("away");
}
