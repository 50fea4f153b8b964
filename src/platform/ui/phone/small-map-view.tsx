import { Map as MapLibre, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../client/i18n.ts';
import { areaFeatures, boxOf, labelFeatures, pointFeatures, type MapArea, type MapPoint } from '../../map/shapes.ts';
import { addSigns, mapStyle } from '../../map/style.ts';
import { light } from '../tokens.ts';
import { MinusIcon, PlusIcon } from './icons.tsx';
import { phoneWords } from './words.ts';

setWorkerUrl(workerUrl);

type Place = { readonly longitude: number; readonly latitude: number };

export type SmallMapProps = {
  readonly label: string;
  readonly areas?: readonly MapArea[] | undefined;
  readonly points?: readonly MapPoint[] | undefined;
  readonly selectedArea?: number | undefined;
  /** Without it all areas, or all points, are shown. */
  readonly centre?: Place | undefined;
  readonly zoom?: number;
  /** With it a pin stands in the middle, and the map is moved under it. */
  readonly onMove?: ((place: Place) => void) | undefined;
  readonly onPoint?: ((id: string) => void) | undefined;
  readonly tall?: boolean;
};

export function SmallMapView(props: SmallMapProps) {
  const say = useWords(phoneWords);
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  useEffect(() => { latest.current = props; });
  const [map, setMap] = useState<MapLibre | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (!box.current) return undefined;
    let made: MapLibre;
    try {
      const { centre, zoom } = latest.current;
      made = new MapLibre({
        container: box.current, style: mapStyle('light', outdoors()), attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0, maxZoom: 19,
        locale: { 'Map.Title': props.label }, ...(centre ? { center: [centre.longitude, centre.latitude], zoom: zoom ?? 15 } : {}),
      });
    } catch {
      setFailed(true);
      return undefined;
    }
    made.touchZoomRotate.disableRotation();
    made.on('load', () => {
      addSigns(made, 'light');
      made.setPaintProperty('labels', 'text-color', light.text);
      setMap(made);
    });
    made.on('moveend', (event) => {
      // Only a hand moves the pin: a move by the program has no event behind it.
      if (!('originalEvent' in event) || !event.originalEvent) return;
      const { lng, lat } = made.getCenter();
      latest.current.onMove?.({ longitude: lng, latitude: lat });
    });
    made.on('click', (event) => {
      const { x, y } = event.point;
      const reach = 18; // a thumb is not a needle
      const hit = made.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: ['points', 'clusters'] })[0];
      if (hit?.layer.id === 'clusters') made.easeTo({ center: event.lngLat, zoom: made.getZoom() + 2, duration: 140 });
      else if (hit) latest.current.onPoint?.(String(hit.properties['id']));
    });
    return () => {
      setMap(null);
      made.remove();
    };
  }, [props.label]);

  useEffect(() => { source(map, 'areas')?.setData(areaFeatures(props.areas ?? [], undefined, props.selectedArea, false)); }, [map, props.areas, props.selectedArea]);
  useEffect(() => { source(map, 'labels')?.setData(labelFeatures(props.areas ?? [], undefined)); }, [map, props.areas]);
  useEffect(() => { source(map, 'points')?.setData(pointFeatures(props.points ?? [], undefined)); }, [map, props.points]);
  const { centre, areas, points } = props;
  useEffect(() => {
    if (!map) return;
    const extent = centre ? null : boxOf(areas ?? [], points ?? []);
    if (extent) map.fitBounds(extent, { padding: 24, duration: 0, maxZoom: 16 });
  }, [map, areas, points, centre === undefined]);
  const { longitude, latitude } = centre ?? {};
  useEffect(() => {
    if (!map || longitude === undefined || latitude === undefined) return;
    const at = map.getCenter();
    if (Math.abs(at.lng - longitude) + Math.abs(at.lat - latitude) > 1e-6) map.jumpTo({ center: [longitude, latitude] });
  }, [map, longitude, latitude]);

  if (failed) return <div className="ph-map ph-map-none"><p className="ph-map-word" role="alert">{say('phoneUi.map.failed')}</p></div>;
  return (
    <div className={props.tall ? 'ph-map ph-map-tall' : 'ph-map'} role="group" aria-label={props.label}>
      <div ref={box} className="ph-map-box" />
      {props.onMove ? <span className="ph-map-pin" aria-hidden="true"><Pin /></span> : null}
      <div className="ph-map-zoom">
        <button type="button" aria-label={say('phoneUi.map.zoomIn')} onClick={() => { map?.zoomIn({ duration: 120 }); }}><PlusIcon /></button>
        <button type="button" aria-label={say('phoneUi.map.zoomOut')} onClick={() => { map?.zoomOut({ duration: 120 }); }}><MinusIcon /></button>
      </div>
    </div>
  );
}

/** Larger than at a desk: read in the sun, hit with a thumb, and growing with the reader's print. */
function outdoors(): number {
  return 1.3 * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16;
}

function source(map: MapLibre | null, name: string): GeoJSONSource | undefined {
  return map?.getSource<GeoJSONSource>(name);
}

function Pin() {
  return (
    <svg width="36" height="44" viewBox="0 0 36 44" aria-hidden="true">
      <path d="M18 43C28 31 33 24 33 16A15 15 0 003 16c0 8 5 15 15 27z" fill={light.accent} stroke="#FFFFFF" strokeWidth="2" />
      <circle cx="18" cy="16" r="5" fill="#FFFFFF" />
    </svg>
  );
}
