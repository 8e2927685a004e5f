// How old what lies here is, and when it goes (いつの控えか): told before it is opened, and beside every household.
import { count } from "./offline-store.js";
import { find } from "./offline-room.js";

const DAY = { timeZone: "Asia/Tokyo", month: "long", day: "numeric" };
const moment = (seconds) => new Date(seconds * 1000).toLocaleString("ja-JP", { ...DAY, hour: "numeric", minute: "2-digit" });
const day = (date) => date.toLocaleDateString("ja-JP", DAY);

function words({ taken, until, last }, gone, unsent) {
  if (!gone) return `${taken ? `${moment(taken)} の控えです。そのあとの変更は入っていません。` : ""}${moment(until)} に、この端末から消えます。`;
  const rest = unsent ? `書いたもの ${unsent} 件は ${moment(last)} まで残ります。それまでに送ってください。` : "";
  return `期限（${moment(until)}）が過ぎたので、世帯の控えは消えました。${rest}`;
}

// `vault` tells of nobody: when it was taken, until when it may stay.
export async function showAge(vault) {
  const [gone, unsent] = [!(await count("kit")), await count("items")];
  const old = !gone && vault.taken && day(new Date(vault.taken * 1000)) !== day(new Date());
  for (const place of document.querySelectorAll("[data-age]")) {
    place.textContent = words(vault, gone, unsent);
    place.className = gone ? "late" : "muted";
  }
  find("old").hidden = !old;
  find("renew").href = `/away/kits/${vault.kit}/`;
  find("held").textContent = unsent && !gone ? `まだ送っていないものが ${unsent} 件あります。` : "";
}
