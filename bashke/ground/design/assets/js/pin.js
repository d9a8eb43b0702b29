// One place: a pin that a keyboard reaches, and a popup built from text nodes (never from HTML strings of others).
import L from "leaflet";

const SHAPE = '<svg class="b-map__pin" viewBox="0 0 32 40" aria-hidden="true" focusable="false">'
  + '<path d="M16 38C16 38 30 24 30 15A14 14 0 0 0 2 15C2 24 16 38 16 38Z"/><circle cx="16" cy="15" r="5.5"/></svg>';

function popupFor(point) {
  const box = document.createElement("div");
  const title = document.createElement(point.href ? "a" : "strong");
  title.textContent = point.title;
  if (point.href) title.href = point.href;
  box.append(title);
  for (const line of [].concat(point.text || [])) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    box.append(paragraph);
  }
  return box;
}

export function pinFor(point) {
  const icon = L.divIcon({ className: "b-map__place", html: SHAPE, iconSize: [44, 44], iconAnchor: [16, 38], popupAnchor: [0, -34] });
  return L.marker([point.lat, point.lon], { alt: point.title, icon, keyboard: true, title: point.title }).bindPopup(popupFor(point));
}
