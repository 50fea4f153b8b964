import { useEffect, useRef, useState } from 'react';
import type { GeoJSONSource, Map as MapLibre, StyleSpecification } from 'maplibre-gl';
import { useWords } from '../../client/i18n.ts';
import { light } from '../tokens.ts';
import { MinusIcon, PlusIcon } from './icons.tsx';
import { phoneWords } from './words.ts';

export type MapPoint = { readonly longitude: number; readonly latitude: number };
export type Outline = {
  readonly type: 'Feature'; readonly id: number; readonly geometry: { readonly type: 'Polygon' | 'MultiPolygon'; readonly coordinates: readonly unknown[] };
  readonly properties: { readonly id: number; readonly name: string; readonly longitude: number; readonly latitude: number };
};
export type MapMark = MapPoint & { readonly id: string; readonly late: boolean };

type Props = {
  readonly centre: MapPoint;
  readonly zoom?: number;
  readonly outlines?: readonly Outline[];
  /** Areas drawn stronger than the rest. */
  readonly strong?: readonly number[];
  readonly marks?: readonly MapMark[];
  /** With it the pin stands in the middle and the map is moved under it. */
  readonly onMove?: (point: MapPoint) => void;
  readonly onMark?: (id: string) => void;
  /** Shows all of these instead of centre and zoom. */
  readonly fit?: readonly [west: number, south: number, east: number, north: number] | undefined;
  readonly label: string;
  readonly tall?: boolean;
};

/** A map of outlines and points that needs no tiles. Loaded when it is first shown. */
export function SmallMap(props: Props) {
  const say = useWords(phoneWords);
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    let gone = false;
    let made: MapLibre | null = null;
    void (async () => {
      try {
        const [{ Map: MapLibreMap, setWorkerUrl }, worker] = await Promise.all([
          import('maplibre-gl'), import('maplibre-gl/dist/maplibre-gl-worker.mjs?url'), import('maplibre-gl/dist/maplibre-gl.css'),
        ]);
        if (gone || !box.current) return;
        setWorkerUrl(worker.default);
        const { centre, zoom, fit } = latest.current;
        made = new MapLibreMap({
          container: box.current, style: bareStyle, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
          ...(fit ? { bounds: [...fit], fitBoundsOptions: { padding: 24 } } : { center: [centre.longitude, centre.latitude], zoom: zoom ?? 15 }),
        });
        made.touchZoomRotate.disableRotation();
        made.once('load', () => {
          if (gone || !made) return;
          setMap(made);
          setState('ready');
        });
        made.on('moveend', (event) => {
          // Only a hand moves the pin: a move by the program has no originating event.
          if (!('originalEvent' in event) || !event.originalEvent || !made) return;
          const { lng, lat } = made.getCenter();
          latest.current.onMove?.({ longitude: lng, latitude: lat });
        });
        made.on('click', 'marks', (event) => {
          const id: unknown = event.features?.[0]?.properties['id'];
          if (typeof id === 'string') latest.current.onMark?.(id);
        });
      } catch {
        if (!gone) setState('failed');
      }
    })();
    return () => {
      gone = true;
      made?.remove();
    };
  }, []);

  const { outlines, strong, marks } = props;
  useEffect(() => { if (map) fill(map, outlines ?? [], strong ?? [], marks ?? []); }, [map, outlines, strong, marks]);
  const { longitude, latitude } = props.centre;
  useEffect(() => {
    if (!map || props.fit) return;
    const at = map.getCenter();
    if (Math.abs(at.lng - longitude) + Math.abs(at.lat - latitude) > 1e-6) map.jumpTo({ center: [longitude, latitude] });
  }, [map, longitude, latitude, props.fit]);

  const zoomBy = (by: number): void => { map?.zoomTo(map.getZoom() + by, { duration: 120 }); };
  return (
    <div className={props.tall ? 'ph-map ph-map-tall' : 'ph-map'} role="group" aria-label={props.label}>
      <div ref={box} className="ph-map-box" />
      {state === 'loading' ? <p className="ph-map-word" role="status">{say('phoneUi.map.loading')}</p> : null}
      {state === 'failed' ? <p className="ph-map-word" role="alert">{say('phoneUi.map.failed')}</p> : null}
      {state === 'ready' && props.onMove ? <span className="ph-map-pin" aria-hidden="true"><Pin /></span> : null}
      {state === 'ready' ? (
        <div className="ph-map-zoom">
          <button type="button" aria-label={say('phoneUi.map.zoomIn')} onClick={() => zoomBy(1)}><PlusIcon /></button>
          <button type="button" aria-label={say('phoneUi.map.zoomOut')} onClick={() => zoomBy(-1)}><MinusIcon /></button>
        </div>
      ) : null}
    </div>
  );
}

function Pin() {
  return (
    <svg width="36" height="44" viewBox="0 0 36 44" aria-hidden="true">
      <path d="M18 43C28 31 33 24 33 16A15 15 0 003 16c0 8 5 15 15 27z" fill={light.red} stroke="#FFFFFF" strokeWidth="2" />
      <circle cx="18" cy="16" r="5" fill="#FFFFFF" />
    </svg>
  );
}

const empty = { type: 'FeatureCollection' as const, features: [] };

const bareStyle: StyleSpecification = {
  version: 8,
  sources: { outlines: { type: 'geojson', data: empty }, labels: { type: 'geojson', data: empty }, marks: { type: 'geojson', data: empty } },
  layers: [
    { id: 'ground', type: 'background', paint: { 'background-color': light.sunken } },
    { id: 'areas', type: 'fill', source: 'outlines', paint: { 'fill-color': ['case', ['get', 'strong'], light.accentSoft, light.surface], 'fill-opacity': 0.9 } },
    { id: 'lines', type: 'line', source: 'outlines', paint: { 'line-color': ['case', ['get', 'strong'], light.accent, light.lineStrong], 'line-width': ['case', ['get', 'strong'], 3, 1.5] } },
    {
      id: 'names', type: 'symbol', source: 'labels',
      layout: { 'text-field': ['get', 'name'], 'text-font': ['sans-serif'], 'text-size': 14, 'text-max-width': 7, 'text-padding': 6 },
      paint: { 'text-color': light.text, 'text-halo-color': '#FFFFFF', 'text-halo-width': 1.5 },
    },
    {
      id: 'marks', type: 'circle', source: 'marks',
      paint: { 'circle-radius': 9, 'circle-color': ['case', ['get', 'late'], light.red, light.accent], 'circle-stroke-width': ['case', ['get', 'late'], 4, 2], 'circle-stroke-color': '#FFFFFF' },
    },
  ],
};

function fill(map: MapLibre, outlines: readonly Outline[], strong: readonly number[], marks: readonly MapMark[]): void {
  const set = (name: string, features: GeoJSON.Feature[]): void => map.getSource<GeoJSONSource>(name)?.setData({ type: 'FeatureCollection', features });
  set('outlines', outlines.map((one) => ({
    // The contract leaves the coordinates unread; they were made by the server's own checked writer.
    type: 'Feature', id: one.id, geometry: one.geometry as GeoJSON.Geometry, properties: { strong: strong.includes(one.properties.id) },
  })));
  set('labels', outlines.map((one) => ({
    type: 'Feature', geometry: { type: 'Point', coordinates: [one.properties.longitude, one.properties.latitude] }, properties: { name: one.properties.name },
  })));
  set('marks', marks.map((one) => ({
    type: 'Feature', geometry: { type: 'Point', coordinates: [one.longitude, one.latitude] }, properties: { id: one.id, late: one.late },
  })));
}

/** West, south, east, north of outlines; undefined where there is none. */
export function boundsOf(outlines: readonly Outline[]): [number, number, number, number] | undefined {
  let bounds: [number, number, number, number] | undefined;
  const visit = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [x, y]: unknown[] = part;
    if (typeof x === 'number' && typeof y === 'number') {
      bounds = bounds ? [Math.min(bounds[0], x), Math.min(bounds[1], y), Math.max(bounds[2], x), Math.max(bounds[3], y)] : [x, y, x, y];
    } else part.forEach(visit);
  };
  outlines.forEach((one) => visit(one.geometry.coordinates));
  return bounds;
}
