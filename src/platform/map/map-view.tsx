import { Map as MapLibre, NavigationControl, setWorkerUrl, type GeoJSONSource, type MapMouseEvent } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../client/i18n.ts';
import type { ThemeName } from '../ui/tokens.ts';
import { uiWords } from '../ui/words.ts';
import { startDrawing, type Drawing } from './draw.ts';
import { areaFeatures, boxAround, boxOf, labelFeatures, pointFeatures, type MapArea, type MapPoint, type MapSpot, type Shade } from './shapes.ts';
import { addSigns, mapStyle } from './style.ts';
import './map.css';

setWorkerUrl(workerUrl);

export type MapViewProps = {
  areas: readonly MapArea[];
  points?: readonly MapPoint[] | undefined;
  selectedPoint?: string | undefined;
  selectedArea?: number | undefined;
  shade?: Shade | undefined;
  /** The shade means lateness and is red. */
  alarm?: boolean;
  /** A second line under an area's name. */
  notes?: ReadonlyMap<number, string> | undefined;
  theme?: ThemeName;
  /** Larger signs and letters, for a wall; fixed while the map stands. */
  scale?: number;
  onPoint?: ((id: string) => void) | undefined;
  onArea?: ((id: number) => void) | undefined;
  /** A click anywhere chooses a place. */
  onPlace?: ((place: { longitude: number; latitude: number }) => void) | undefined;
  /** A place that is chosen or shown on its own. */
  place?: { longitude: number; latitude: number } | undefined;
  /** The view goes close to it; when it is taken away, back to everything. */
  spot?: MapSpot | undefined;
  drawing?: Drawing | undefined;
};

/** Follows its props; the view moves only when the areas or the spot change, or a point outside of it is selected. */
export function MapView(props: MapViewProps) {
  const t = useWords(uiWords);
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  useEffect(() => { latest.current = props; });
  const [map, setMap] = useState<MapLibre | null>(null);
  const [failed, setFailed] = useState(false);
  const theme = props.theme ?? 'light';

  useEffect(() => {
    if (!box.current) return undefined;
    let made: MapLibre;
    try {
      made = new MapLibre({
        container: box.current, style: mapStyle(theme, props.scale ?? 1), attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
        center: [115.98, 36.45], zoom: 8, maxZoom: 19,
        locale: { 'Map.Title': t('ui.map.label'), 'NavigationControl.ZoomIn': t('ui.map.zoomIn'), 'NavigationControl.ZoomOut': t('ui.map.zoomOut') },
      });
    } catch {
      setFailed(true); // no WebGL: the list beside the map does the same work
      return undefined;
    }
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    made.on('load', () => {
      addSigns(made, theme);
      setMap(made);
    });
    // Until somebody moves it himself the map shows the whole area, however its pane is folded.
    let moved = false;
    const notice = (event: { originalEvent?: unknown }): void => { moved ||= event.originalEvent !== undefined; };
    made.on('dragstart', notice);
    made.on('zoomstart', notice);
    made.on('resize', () => { if (!moved) fit(made, latest.current); });
    made.on('idle', () => { box.current?.setAttribute('data-idle', 'true'); });
    made.on('click', (event) => { clicked(made, event, latest.current); });
    made.on('mousemove', (event) => {
      if (latest.current.drawing) return;
      made.getCanvas().style.cursor = latest.current.onPlace ? 'crosshair' : made.queryRenderedFeatures(event.point, { layers: clickable(latest.current) }).length > 0 ? 'pointer' : '';
    });
    return () => {
      setMap(null);
      made.remove();
    };
  }, [theme, t('ui.map.label')]);

  useEffect(() => { source(map, 'areas')?.setData(areaFeatures(props.areas, props.shade, props.selectedArea, props.alarm ?? false)); }, [map, props.areas, props.shade, props.selectedArea, props.alarm]);
  useEffect(() => { source(map, 'labels')?.setData(labelFeatures(props.areas, props.notes)); }, [map, props.areas, props.notes]);
  useEffect(() => { source(map, 'points')?.setData(pointFeatures(props.points ?? [], undefined)); }, [map, props.points]);
  useEffect(() => {
    const place = props.spot ?? props.place;
    const chosen = place ? { id: '', late: false, ...place } : props.points?.find(({ id }) => id === props.selectedPoint);
    source(map, 'chosen')?.setData(pointFeatures(chosen ? [chosen] : [], undefined));
    if (map && chosen && !map.getBounds().contains([chosen.longitude, chosen.latitude])) map.easeTo({ center: [chosen.longitude, chosen.latitude], duration: 120 });
  }, [map, props.points, props.selectedPoint, props.place, props.spot]);

  const extent = props.areas.map(({ id }) => id).join();
  const hasPoints = props.areas.length === 0 && (props.points?.length ?? 0) > 0;
  useEffect(() => { fit(map, latest.current); }, [map, extent, hasPoints, props.spot]);

  const draw = useRef<ReturnType<typeof startDrawing> | null>(null);
  const isDrawing = props.drawing !== undefined;
  useEffect(() => {
    if (!map || !isDrawing) return undefined;
    const started = startDrawing(map, latest.current.drawing?.ring ?? [], (ring) => latest.current.drawing?.onChange(ring));
    draw.current = started;
    return () => {
      draw.current = null;
      started.stop();
    };
  }, [map, isDrawing]);
  useEffect(() => { if (props.drawing) draw.current?.set(props.drawing.ring); }, [props.drawing]);

  if (failed) return <p className="jw-map-note">{t('ui.map.failed')}</p>;
  return (
    <div className="jw-map">
      <div ref={box} className="jw-map-canvas" />
      <button type="button" className="jw-map-fit" onClick={() => { fit(map, { ...props, spot: undefined }); }}>{t('ui.map.fit')}</button>
      {props.points ? (
        <ul className="jw-map-legend">
          <li><i className="jw-sign-open" />{t('ui.map.legendOpen')}</li>
          <li><i className="jw-sign-late" />{t('ui.map.legendLate')}</li>
        </ul>
      ) : null}
      {isDrawing ? <p className="jw-map-hint">{t('ui.map.drawing')}</p> : props.onPlace ? <p className="jw-map-hint">{t('ui.map.pick')}</p> : null}
    </div>
  );
}

function source(map: MapLibre | null, name: string): GeoJSONSource | undefined {
  return map?.getSource<GeoJSONSource>(name);
}

function fit(map: MapLibre | null, { areas, points, place, spot }: MapViewProps): void {
  if (map && spot) {
    map.fitBounds(boxAround(spot), { padding: 28, duration: 0, maxZoom: 18 });
    return;
  }
  const extent = boxOf(areas, [...(points ?? []), ...(place ? [place] : [])]);
  if (map && extent) map.fitBounds(extent, { padding: 28, duration: 0, maxZoom: 16 });
}

function clickable({ onPoint, onArea }: MapViewProps): string[] {
  return [...(onPoint ? ['points', 'chosen-dot', 'clusters'] : []), ...(onArea ? ['areas'] : [])];
}

function clicked(map: MapLibre, event: MapMouseEvent, { onPoint, onArea, onPlace, drawing }: MapViewProps): void {
  if (drawing) return;
  if (onPlace) {
    onPlace({ longitude: event.lngLat.lng, latitude: event.lngLat.lat });
    return;
  }
  const hits = map.queryRenderedFeatures(event.point, { layers: ['points', 'clusters', 'areas'] });
  const point = hits.find(({ layer }) => layer.id === 'points');
  const cluster = hits.find(({ layer }) => layer.id === 'clusters');
  const area = hits.find(({ layer }) => layer.id === 'areas');
  if (point && onPoint) onPoint(String(point.properties['id']));
  else if (cluster) map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2, duration: 140 });
  else if (area && onArea) onArea(Number(area.properties['id']));
}
