// The map that can be moved and enlarged: <div data-map="/places/map/places.geojson">. No pictures from elsewhere.
// Without scripts, on paper, and until the button is pressed, the drawing of the server stands.
const place = document.querySelector("[data-map]");
const sheet = document.querySelector("[data-map-sheet]");
const button = document.querySelector("[data-map-switch]");
const still = button?.textContent;
let map = null, data = null;

function outline(feature) {
  const empty = feature.properties.empty;
  const town = feature.properties.kind === "town";
  return { color: empty ? "#8a2b1c" : "#3d4a42", weight: town ? 1 : empty ? 4 : 2.5, dashArray: empty && !town ? "10 6" : null,
    fillColor: empty ? "#f3e2da" : "#f1f4ee", fillOpacity: town ? 0.4 : 0.7 };
}

function words(text, url) {
  const holder = document.createElement(url ? "a" : "span");
  holder.textContent = text;
  if (url) holder.href = url;
  return holder;
}

function name(feature, layer) {
  if (feature.properties.kind !== "area") return;
  const text = feature.properties.name + (feature.properties.empty ? "（ありません）" : "");
  layer.bindTooltip(words(text), { permanent: true, direction: "center", className: "map-name" });
}

function mark(feature, at) {
  const { number, name: called, key } = feature.properties;
  const icon = L.divIcon({ className: "map-pin", iconSize: [28, 28], html: words(String(number)) });
  const pin = L.marker(at, { icon, title: `${number} ${called}`, alt: `${number} ${called}` });
  return pin.bindPopup(words(called, `/places/${key}/`));
}

async function ready() {
  const answer = data ? null : await fetch(place.dataset.map).catch(() => null);
  if (answer?.ok) data = await answer.json();
  return Boolean(data);
}

function draw() {
  map = L.map(place, { attributionControl: false, zoomSnap: 0.25 });
  const layer = L.geoJSON(data, { style: outline, onEachFeature: name, pointToLayer: mark }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(layer.getBounds(), { padding: [12, 12] });
}

if (place && sheet && button && "L" in window) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const moving = place.hidden;
    if (moving && !(await ready())) return;
    place.hidden = !moving;
    sheet.toggleAttribute("hidden", moving);
    button.textContent = moving ? "図にもどす" : still;
    button.setAttribute("aria-pressed", String(moving));
    if (moving && !map) draw();
  });
}
