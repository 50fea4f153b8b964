import type { GeoJSONSource, Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import type { Position } from 'geojson';
import { ringFeatures } from './shapes.ts';

export type Drawing = {
  /** Corners without the closing one; [longitude, latitude], WGS-84. */
  readonly ring: readonly Position[];
  readonly onChange: (ring: Position[]) => void;
};

/** Draws one polygon: clicks add corners until a double click, then corners can be dragged and a click on one removes it. Returns how to stop. */
export function startDrawing(map: MapLibre, first: readonly Position[], onChange: (ring: Position[]) => void): { stop: () => void; set: (ring: readonly Position[]) => void } {
  let ring: Position[] = [...first];
  let open = first.length < 3;
  let dragged: number | null = null;
  let moved = false;
  const show = (loose: Position | null): void => {
    map.getSource<GeoJSONSource>('drawing')?.setData(ringFeatures(ring, loose));
  };
  const change = (next: Position[]): void => {
    ring = next;
    show(null);
    onChange(next);
  };
  const corner = (event: MapMouseEvent): number | null => {
    const hit: unknown = map.queryRenderedFeatures(event.point, { layers: ['drawing-corners'] })[0]?.properties['corner'];
    return typeof hit === 'number' ? hit : null;
  };
  const click = (event: MapMouseEvent): void => {
    // The second click of a double one ends the ring; it is no corner of its own.
    if (event.originalEvent.detail > 1) return;
    const hit = corner(event);
    if (!open) {
      if (hit !== null && !moved && ring.length > 3) change(ring.filter((_, index) => index !== hit));
      return;
    }
    if (hit === 0 && ring.length >= 3) open = false;
    else if (hit === null) change([...ring, event.lngLat.toArray()]);
  };
  const move = (event: MapMouseEvent): void => {
    if (dragged !== null) {
      moved = true;
      ring = ring.map((one, index) => (index === dragged ? event.lngLat.toArray() : one));
      show(null);
      return;
    }
    map.getCanvas().style.cursor = corner(event) === null ? (open ? 'crosshair' : '') : 'pointer';
    if (open && ring.length > 0) show(event.lngLat.toArray());
  };
  const down = (event: MapMouseEvent): void => {
    moved = false;
    const hit = open ? null : corner(event);
    if (hit === null) return;
    event.preventDefault();
    dragged = hit;
  };
  const up = (): void => {
    if (dragged === null) return;
    dragged = null;
    if (moved) change(ring);
  };
  const finish = (event: MapMouseEvent): void => {
    event.preventDefault();
    if (!open || ring.length < 3) return;
    open = false;
    show(null);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    change([]);
  };
  map.doubleClickZoom.disable();
  const heard = [map.on('click', click), map.on('mousemove', move), map.on('mousedown', down), map.on('mouseup', up), map.on('dblclick', finish)];
  document.addEventListener('keydown', key, true);
  show(null);
  return {
    set: (next) => {
      if (next.length === ring.length && next.every((one, index) => one === ring[index])) return;
      ring = [...next];
      open = next.length < 3;
      show(null);
    },
    stop: () => {
      for (const one of heard) one.unsubscribe();
      document.removeEventListener('keydown', key, true);
      map.doubleClickZoom.enable();
      map.getCanvas().style.cursor = '';
      ring = [];
      show(null);
    },
  };
}
