// On every page (離れる前): a stopped kit is erased at this contact; before she signs out, what was not sent is told.
const kit = localStorage.getItem("away");

function question(unsent) {
  const box = document.createElement("dialog");
  box.setAttribute("aria-labelledby", "away-leaving");
  const said = Object.assign(document.createElement("p"), { id: "away-leaving",
    textContent: `この端末に、まだ送っていないものが ${unsent} 件あります。サインアウトすると消えます。` });
  const ways = Object.assign(document.createElement("form"), { method: "dialog", className: "buttons" });
  for (const [value, words, kind] of [["send", "先に送る", "primary"], ["erase", "消してサインアウトする", "danger"], ["", "やめる", ""]]) {
    ways.append(Object.assign(document.createElement("button"), { value, textContent: words, className: `btn ${kind}` }));
  }
  box.append(said, ways);
  document.body.append(box);
  box.showModal();
  return new Promise((resolve) => { box.onclose = () => { box.remove(); resolve(box.returnValue); }; });
}

async function leave(form, store, contact) {
  const unsent = await store.count("items");
  const way = unsent ? await question(unsent) : "erase";
  if (way === "send") location.assign("/away/");
  if (way !== "erase") return;
  const told = await contact.now();
  if (told?.token) await contact.post(`/away/kits/${kit}/return/`, told.token, []).catch(() => {});
  await store.wipe();
  form.submit();
}

async function watch() {
  const [store, contact] = await Promise.all([import("./offline-store.js"), import("./offline-contact.js")]);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[action='/sign-out/']") || !store.held()) return;
    event.preventDefault();
    leave(event.target, store, contact);
  });
  contact.erasedFromAfar();
}

if (kit && isSecureContext) watch();
