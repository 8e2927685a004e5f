// The rooms of the page (画面の切りかえ): one is shown at a time; sentences on top; a question before what cannot be undone.
export const find = (mark) => document.querySelector(`[data-${mark}]`);

export function enter(name, title = "持ち出し") {
  for (const room of document.querySelectorAll("[data-room]")) room.hidden = room.dataset.room !== name;
  find("title").textContent = title;
  scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
}

export function say(text, tone = "info") {
  const place = find("said");
  place.hidden = !text;
  place.dataset.tone = tone;
  place.querySelector("p").textContent = text;
}

export function line() {
  find("line").textContent = navigator.onLine ? "つながっています" : "つながっていません（書けます）";
}

export function ask(question, yes = "消す") {
  const box = find("ask");
  find("question").textContent = question;
  find("yes").textContent = yes;
  return new Promise((resolve) => {
    box.onclose = () => resolve(box.returnValue === "yes");
    box.returnValue = "no";
    box.showModal();
  });
}

export function element(name, properties = {}, ...inside) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
}

// Parts of a page that the server has made, as this tablet kept them; scripts in them would not run.
export function parsed(text) {
  return [...new DOMParser().parseFromString(text, "text/html").body.childNodes];
}
