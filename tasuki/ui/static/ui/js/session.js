// Says beforehand that the sign-in will end, and lets it go on: <div data-session-idle="1800" data-session-whole="28800" hidden>.
// Typing counts as being here: once a minute at most the server is told.
const place = document.querySelector("[data-session-idle]");
const BEFORE = 300;
const MINUTE = 60000;

if (place) {
  const said = place.querySelector("[data-session-said]");
  const form = place.querySelector("form");
  let idle = 0;
  let whole = 0;
  let told = Date.now();
  let here = false;

  const set = (left) => {
    told = Date.now();
    idle = told + left.idle * 1000;
    whole = told + left.whole * 1000;
    place.hidden = true;
  };

  const extend = async () => {
    const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const body = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "_key").concat([["_key", key]]));
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      set(await answer.json());
    } catch {
      place.hidden = false;
      said.textContent = "サインインが終わりました。いま送っても、入力は預かります。もう一度サインインすると、そのまま戻ります。";
    }
  };

  const look = () => {
    const now = Date.now();
    if (here && now - told > MINUTE && now < idle) extend();
    here = false;
    const left = Math.ceil((Math.min(idle, whole) - now) / MINUTE);
    if (left * 60 > BEFORE || left < 0) return;
    place.hidden = false;
    form.hidden = whole <= idle;
    const text = whole <= idle
      ? `あと約${left}分で、サインインから決められた時間になり、いったん終わります。書いたものを送ってください。`
      : `操作がないので、あと約${left}分でサインインが終わります。つづけるときは、ボタンを押してください。入力は消えません。`;
    if (said.textContent !== text) said.textContent = text;
  };

  set({ idle: Number(place.dataset.sessionIdle), whole: Number(place.dataset.sessionWhole) });
  document.addEventListener("input", () => { here = true; });
  form.addEventListener("submit", (event) => { event.preventDefault(); extend(); });
  setInterval(look, 15000);
}
