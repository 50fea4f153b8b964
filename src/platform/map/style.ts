import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl';
import { themes, type ThemeName } from '../ui/tokens.ts';

const nothing = { type: 'FeatureCollection' as const, features: [] };
const font = ['sans-serif'];

/** No tiles, no glyph server: areas, their names, points; all of it ours. Late is a red triangle, open a round dot. `scale`: 1 at a desk. */
export function mapStyle(name: ThemeName, scale: number): StyleSpecification {
  const tokens = themes[name];
  const strong = scale;
  return {
    version: 8,
    sources: {
      areas: { type: 'geojson', data: nothing },
      labels: { type: 'geojson', data: nothing },
      points: {
        type: 'geojson', data: nothing, cluster: true, clusterRadius: 34, clusterMaxZoom: 14,
        clusterProperties: { late: ['+', ['case', ['get', 'late'], 1, 0]] },
      },
      chosen: { type: 'geojson', data: nothing },
      drawing: { type: 'geojson', data: nothing },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': tokens.sunken } },
      { id: 'areas', type: 'fill', source: 'areas', paint: {
        'fill-color': ['case', ['>', ['get', 'shade'], 0], ['case', ['get', 'alarm'], tokens.red, tokens.accent], ['get', 'selected'], tokens.accent, tokens.surface],
        'fill-opacity': ['case', ['>', ['get', 'shade'], 0], ['+', 0.1, ['*', 0.45, ['get', 'shade']]], ['get', 'selected'], 0.22, 0.9],
      } },
      { id: 'borders', type: 'line', source: 'areas', paint: { 'line-color': tokens.lineStrong, 'line-width': strong } },
      { id: 'border-selected', type: 'line', source: 'areas', filter: ['get', 'selected'], paint: { 'line-color': tokens.accent, 'line-width': 2.5 * strong } },
      { id: 'clusters', type: 'circle', source: 'points', filter: ['has', 'point_count'], paint: {
        'circle-radius': ['interpolate', ['linear'], ['get', 'point_count'], 2, 13 * scale, 100, 24 * scale], 'circle-color': tokens.surface,
        'circle-stroke-width': 2.5, 'circle-stroke-color': ['case', ['>', ['get', 'late'], 0], tokens.red, tokens.accent],
      } },
      { id: 'labels', type: 'symbol', source: 'labels', layout: { 'text-field': ['get', 'text'], 'text-font': font, 'text-size': 12 * scale, 'text-line-height': 1.35, 'text-padding': 2, 'text-variable-anchor': ['center', 'bottom', 'top', 'left', 'right', 'top-left', 'top-right', 'bottom-left', 'bottom-right'], 'text-radial-offset': 1.5, 'text-justify': 'auto', 'text-overlap': 'always' },
        paint: { 'text-color': name === 'dark' ? tokens.text : tokens.text2, 'text-halo-color': tokens.surface, 'text-halo-width': 1.6 * scale } },
      { id: 'cluster-count', type: 'symbol', source: 'points', filter: ['has', 'point_count'], layout: { 'text-field': ['concat', ['case', ['>', ['get', 'late'], 0], '▲', ''], ['to-string', ['get', 'point_count']]], 'text-font': font, 'text-size': 12 * scale, 'text-allow-overlap': true, 'text-padding': 12 * scale }, // as far as the circle: names keep out of it
        paint: { 'text-color': ['case', ['>', ['get', 'late'], 0], tokens.red, tokens.text] } },
      { id: 'points', type: 'symbol', source: 'points', filter: ['!', ['has', 'point_count']], layout: {
        'icon-image': ['case', ['get', 'late'], 'late', 'open'], 'icon-allow-overlap': true, 'icon-size': strong, 'symbol-sort-key': ['case', ['get', 'late'], 1, 0],
      } },
      { id: 'chosen', type: 'circle', source: 'chosen', paint: { 'circle-radius': 13 * strong, 'circle-color': 'transparent', 'circle-stroke-width': 3, 'circle-stroke-color': tokens.accent } },
      { id: 'chosen-dot', type: 'symbol', source: 'chosen', layout: { 'icon-image': ['case', ['get', 'late'], 'late', 'open'], 'icon-allow-overlap': true, 'icon-size': strong } },
      { id: 'drawing-fill', type: 'fill', source: 'drawing', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': tokens.accent, 'fill-opacity': 0.2 } },
      { id: 'drawing-line', type: 'line', source: 'drawing', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': tokens.accent, 'line-width': 2 } },
      { id: 'drawing-corners', type: 'circle', source: 'drawing', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 5, 'circle-color': tokens.surface, 'circle-stroke-color': tokens.accent, 'circle-stroke-width': 2 } },
    ],
  };
}

/** The two signs, drawn once: a colour-blind eye tells them by their shape. */
export function addSigns(map: MapLibre, name: ThemeName): void {
  const tokens = themes[name];
  map.addImage('open', sign((pen) => { pen.arc(16, 16, 11, 0, Math.PI * 2); }, tokens.accent, tokens.surface), { pixelRatio: 2 });
  map.addImage('late', sign((pen) => { pen.moveTo(16, 4); pen.lineTo(28, 26); pen.lineTo(4, 26); pen.closePath(); }, tokens.red, tokens.surface), { pixelRatio: 2 });
}

function sign(trace: (pen: CanvasRenderingContext2D) => void, fill: string, edge: string): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = 32;
  canvas.height = 32;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.beginPath();
  trace(pen);
  pen.lineWidth = 3;
  pen.lineJoin = 'round';
  pen.strokeStyle = edge;
  pen.fillStyle = fill;
  pen.stroke();
  pen.fill();
  return pen.getImageData(0, 0, 32, 32);
}
