// The genogram moved by mouse and keyboard: a shape is chosen by a click, drawn sideways, or stepped with the arrows.
// Everything is sent through the form below the drawing, which works without this.
const stage = document.querySelector("[data-stage]");
const form = document.querySelector("form[data-genogram]");
const svg = stage?.querySelector("svg");

function choose(key) {
  for (const one of form.querySelectorAll("[name=who]")) one.checked = one.value === key;
  for (const shape of svg.querySelectorAll("[data-person]")) shape.classList.toggle("chosen", shape.dataset.person === key);
}

function chosen() {
  return new FormData(form).get("who");
}

function send(way) {
  form.querySelector(`button[value=${way}]`)?.click();
}

let held = null;

function begin(event) {
  const shape = event.target.closest("[data-person]");
  if (!shape) return;
  choose(shape.dataset.person);
  held = { shape, from: event.clientX, scale: svg.viewBox.baseVal.width / svg.getBoundingClientRect().width, dx: 0 };
  svg.setPointerCapture(event.pointerId);
}

function drag(event) {
  if (!held) return;
  held.dx = (event.clientX - held.from) * held.scale;
  svg.classList.add("dragging");
  held.shape.setAttribute("transform", `translate(${held.dx} 0)`);
}

function drop() {
  const dx = Math.round(held?.dx ?? 0);
  held = null;
  svg.classList.remove("dragging");
  if (Math.abs(dx) < 5) return;
  form.elements.dx.value = String(dx);
  form.requestSubmit();
}

if (svg && form) {
  choose(chosen());
  for (const [name, act] of [["pointerdown", begin], ["pointermove", drag], ["pointerup", drop]]) svg.addEventListener(name, act);
  form.addEventListener("change", () => choose(chosen()));
  stage.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: "left", ArrowRight: "right" }[event.key];
    if (!way) return;
    event.preventDefault();
    send((event.shiftKey ? "far_" : "") + way);
  });
  if (location.hash === "#drawing" && location.search.includes("who=")) stage.focus({ preventScroll: true });
}
