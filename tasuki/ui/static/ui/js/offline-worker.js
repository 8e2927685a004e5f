// The worker of the browser (つながらないときの働き手): keeps the empty page and its files, and nothing else. What is asked
// for besides goes to the server as if this were not here: no page and no answer with a record is ever kept.
/* SHELL and EDITION are put before this by the server. */
const ours = (name) => name.startsWith("tasuki-away-");

self.addEventListener("install", (event) => {
  const files = self.SHELL.map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(self.EDITION).then((kept) => kept.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (ours(name) && name !== self.EDITION) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(old());
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (!self.SHELL.includes(address.pathname)) return;
  const kept = async () => (await (await caches.open(self.EDITION)).match(address.pathname)) ?? fetch(event.request);
  event.respondWith(kept());
});
