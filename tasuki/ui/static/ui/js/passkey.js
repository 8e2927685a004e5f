// Passkeys: <div data-passkey='question as JSON' [data-passkey-make]> inside a form with a hidden field "credential".
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const NAMES = { NotAllowedError: "取り消されたか、時間が切れました。もう一度試してください。",
  InvalidStateError: "このパスキーは、もう登録されています。",
  SecurityError: "このアドレスではパスキーを使えません。管理者に知らせてください。" };

function question(json) {
  const asked = JSON.parse(json);
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    for (const key of asked[list] ?? []) key.id = bytes(key.id);
  }
  return asked;
}

function answer(made) {
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) parts[name] = text(made.response[name]);
  }
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: parts,
    clientExtensionResults: made.getClientExtensionResults() });
}

async function go(place, form) {
  const said = place.querySelector("[data-passkey-said]");
  said.textContent = "端末の案内にしたがってください。";
  try {
    const publicKey = question(place.dataset.passkey);
    const made = "passkeyMake" in place.dataset
      ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
    form.elements.credential.value = answer(made);
    form.submit();
  } catch (trouble) {
    said.textContent = NAMES[trouble.name] ?? "パスキーを使えませんでした。ほかの方法を試してください。";
  }
}

for (const place of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential || !place.dataset.passkey) continue;
  place.hidden = false;
  place.querySelector("[data-passkey-go]").addEventListener("click", () => go(place, place.closest("form")));
}
