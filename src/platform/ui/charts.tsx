import { lazy, Suspense } from 'react';
import { LoadingState } from './states.tsx';
import type { LineProps, RadarProps } from './chart-view.tsx';

// Fetched when the first one is shown: most of the desk draws none.

const Radar = lazy(async () => ({ default: (await import('./chart-view.tsx')).RadarView }));
const Line = lazy(async () => ({ default: (await import('./chart-view.tsx')).LineView }));

/** Several readings of the same axes over one another. */
export function RadarChart(props: RadarProps) {
  return <Suspense fallback={<LoadingState rows={6} />}><Radar {...props} /></Suspense>;
}

/** Readings over time; a gap stays a gap. */
export function LineChart(props: LineProps) {
  return <Suspense fallback={<LoadingState rows={5} />}><Line {...props} /></Suspense>;
}
