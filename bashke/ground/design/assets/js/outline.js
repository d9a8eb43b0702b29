// County outlines from a GeoJSON file of this same server, with their names.
import L from "leaflet";

export function outlineLayer(shapes) {
  return L.geoJSON(shapes, {
    interactive: false,
    style: () => ({ className: "b-map__outline", weight: 1.2, fillOpacity: 1 }),
    onEachFeature(feature, layer) {
      const name = feature.properties && (feature.properties.name || feature.properties.name_sq);
      if (name) layer.bindTooltip(String(name), { permanent: true, direction: "center", className: "b-map__name", opacity: 1, interactive: false });
    },
  });
}
