// Service places on the outlines of the counties: no tiles, no other host. The list under the map is the full twin.
import L from "leaflet";
import { outlineLayer } from "./outline.js";
import { pinFor } from "./pin.js";

const ALBANIA = [[39.6, 19.1], [42.7, 21.1]];

function pointsOf(box) {
  const source = document.getElementById(box.dataset.points);
  return source ? JSON.parse(source.textContent) : [];
}

async function addOutline(map, url) {
  if (!url) return;
  const answer = await fetch(url, { credentials: "same-origin" });
  if (answer.ok) outlineLayer(await answer.json()).addTo(map).bringToBack();
}

export function startMap(box) {
  const points = pointsOf(box);
  box.classList.add("b-map--on");
  const map = L.map(box, {
    attributionControl: false, maxBounds: [[38.5, 17.5], [43.8, 22.8]], minZoom: 6, maxZoom: 13,
    scrollWheelZoom: false, zoomControl: false,
  });
  L.control.zoom({ zoomInTitle: box.dataset.zoomIn || "+", zoomOutTitle: box.dataset.zoomOut || "−" }).addTo(map);
  const pins = L.featureGroup(points.map(pinFor)).addTo(map);
  map.fitBounds(points.length > 1 ? pins.getBounds().pad(0.25) : ALBANIA, { animate: false, maxZoom: 10 });
  if (points.length === 1) map.setView([points[0].lat, points[0].lon], 10, { animate: false });
  addOutline(map, box.dataset.outline).catch(() => {});
  return map;
}

for (const box of document.querySelectorAll("[data-map]")) startMap(box);
