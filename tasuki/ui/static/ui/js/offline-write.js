// A form on the tablet (書く): filled again as it was left, kept as it is typed, ended or thrown away.
import { get, remove } from "./offline-store.js";
import { unseal } from "./offline-seal.js";
import { dropFiles, showFiles } from "./offline-files.js";
import { beginNow, fill, keeping, missing } from "./offline-form.js";
import { KINDS } from "./offline-list.js";
import { dress, here } from "./phrases.js";
import { ask, element, enter, find, parsed, say } from "./offline-room.js";

function told(reasons) {
  find("reasons").hidden = !reasons.length;
  find("reasons").replaceChildren(...reasons.map((text) => element("p", { textContent: text })));
  if (reasons.length) find("reasons").scrollIntoView({ block: "center" });
}

export async function write(item, kit, home) {
  const sealed = await get("kit", item.case);
  if (!sealed) return say("この世帯の控えは、もうこの端末にありません。書いたものは、そのまま送れます。", "warning");
  const form = document.querySelector("[data-away-form]");
  form.onsubmit = form.oninput = form.onchange = null;
  find("fields").replaceChildren(...parsed((await unseal(sealed))[item.kind]));
  find("kept").textContent = "";
  told(item.reasons ?? []);
  if (item.fields) fill(form, item.fields);
  else if (item.kind === "record") beginNow(form);
  const keep = keeping(form, () => item, find("kept"));
  Object.assign(here, { phrases: kit.phrases ?? [], name: kit.name, keep });
  dress(find("fields"));
  await showFiles(item, keep);
  form.onsubmit = async (event) => {
    event.preventDefault();
    const empty = missing(form);
    if (empty.length) return told([`「${empty.join("」「")}」がまだです。`]);
    await keep({ state: "ready", reasons: [] });
    return home("書きおえました。つながったら「まとめて送る」を押してください。", "success");
  };
  form.querySelector("[data-home]").onclick = async () => { if (item.fields) await keep(); home(); };
  find("drop").onclick = async () => { if (await ask("書いたものを、この端末から消します。")) { await keep(); await dropFiles(item); await remove("items", item.id); home(); } };
  say("");
  return enter("form", `${item.label}　${KINDS[item.kind]}`);
}
