import { expect, test } from 'vitest';
import { distanceMetres } from '../core/geometry.ts';
import { boxAround } from './shapes.ts';

test.each([[null, 240], [900, 240], [40_000, 400], [1e9, 4_000]])('a finding of %s m² is looked at in a square of %d m', (areaM2, metres) => {
  const [[west, south], [east, north]] = boxAround({ longitude: 116.05, latitude: 36.45, areaM2 });
  expect(distanceMetres([west, 36.45], [east, 36.45]) / metres).toBeCloseTo(1, 2);
  expect(distanceMetres([116.05, south], [116.05, north]) / metres).toBeCloseTo(1, 2);
});
