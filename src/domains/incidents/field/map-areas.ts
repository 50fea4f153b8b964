import type { z } from 'zod';
import type { shapes } from '../../geography/contract.ts';
import type { MapArea } from '../../../platform/map/shapes.ts';

type Shape = z.output<typeof shapes.output>['features'][number];

export function mapAreas(features: readonly Shape[]): MapArea[] {
  return features.map(({ geometry, properties: { id, name, longitude, latitude } }) => ({ id, name, longitude, latitude, geometry }));
}
