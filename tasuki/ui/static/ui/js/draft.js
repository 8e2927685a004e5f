// Keeps what is typed on the server every few seconds: <form data-draft="/drafts/<kind>/<id>">.
const EVERY = 4000;
const states = new WeakMap();

const stateOf = (form) => states.get(form) ?? states.set(form, { dirty: false, sending: false }).get(form);

function say(form, text, bad) {
  let place = form.querySelector("[data-draft-status]");
  if (!place) {
    place = Object.assign(document.createElement("p"), { role: "status" });
    place.dataset.draftStatus = "";
    form.append(place);
  }
  place.className = bad ? "draft-status bad" : "draft-status";
  if (place.textContent !== text) place.textContent = text;
}

// Each save has a key of its own, as every post has.
function typed(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !/^(csrf|_key)/.test(name));
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return new URLSearchParams([...fields, ["_key", key]]);
}

async function save(form, leaving = false) {
  const state = stateOf(form);
  if (!state.dirty || state.sending) return;
  state.dirty = false;
  state.sending = true;
  try {
    const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(form.dataset.draft, { method: "POST", body: typed(form), keepalive: leaving,
      credentials: "same-origin", redirect: "error", headers: { "X-CSRFToken": token } });
    if (!answer.ok) throw new Error(String(answer.status));
    say(form, `下書きを保存しました ${new Date().toTimeString().slice(0, 5)}`, false);
    if (!state.dirty) form.dispatchEvent(new Event("draft:saved", { bubbles: true }));
  } catch {
    state.dirty = true;
    say(form, "下書きをまだ保存できていません。この画面を開いたままにしてください。くり返し試しています。", true);
  }
  state.sending = false;
  if (state.dirty) plan(form);
}

function plan(form) {
  setTimeout(() => form.isConnected && save(form), EVERY);
}

function touched(event) {
  const form = event.target instanceof Element ? event.target.closest("form[data-draft]") : null;
  if (!form || stateOf(form).dirty) return;
  stateOf(form).dirty = true;
  plan(form);
}

for (const kind of ["input", "change"]) document.addEventListener(kind, touched);
document.addEventListener("draft:now", ({ target }) => { stateOf(target).dirty = true; save(target); }); // Ctrl+S
// A form that was sent must not come back as a draft.
document.addEventListener("submit", (event) => { stateOf(event.target).dirty = false; });
window.addEventListener("pagehide", () => document.querySelectorAll("form[data-draft]").forEach((form) => save(form, true)));
