import { lazy, Suspense } from 'react';
import { LoadingState } from '../ui/states.tsx';
import type { MapViewProps } from './map-view.tsx';

const View = lazy(async () => ({ default: (await import('./map-view.tsx')).MapView }));

/** The map, fetched when the first one is shown: it is as large as the rest of the desk together. */
export function MapPane(props: MapViewProps) {
  return <Suspense fallback={<LoadingState rows={6} />}><View {...props} /></Suspense>;
}
