import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../platform/core/refusal.ts';
import { computeAside } from './compute-aside.ts';
import { computeMonth, figureKey, type MonthFigures } from './compute.ts';
import { computing, followed } from './computing.ts';
import { demoStandard } from './demo-standard.ts';
import { hashOf } from './standard.ts';

const trying = { runs: 300, seed: 7 };
const units = [1, 2, 3].map((areaId) => ({ areaId, name: `单位${areaId}` }));
const input: MonthFigures = { month: '2026-10', units, figures: new Map(demoStandard.nodes.flatMap(({ code, indicator }) => (indicator === null ? [] : units.map(({ areaId }) => [figureKey(code, areaId), { counted: 60 + (areaId * 7 + code.length) % 30, base: 100, returnId: 1 }] as const)))) };

describe('a month beside the event loop', () => {
  it('is the same month, and tells how far it is while it goes on', async () => {
    const shares: number[] = [];
    const told: number[] = [];
    const aside = await followed('2026-10', (onProgress) => computeAside({ content: demoStandard, input, trying }, (share) => { onProgress(share); shares.push(share); told.push(computing()[0]?.share ?? NaN); }));
    const here = computeMonth(demoStandard, input, trying);
    if (isRefusal(aside) || isRefusal(here)) throw new Error('the month has no index');
    expect(hashOf(aside)).toBe(hashOf(here));
    expect(shares.length).toBeGreaterThan(20);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(told).toEqual(shares);
    expect(computing()).toEqual([]);
  });

  it('brings a refusal, and is forgotten when it fails', async () => {
    expect(await computeAside({ content: demoStandard, input: { ...input, figures: new Map() }, trying })).toMatchObject({ refused: 'safety-index/no-returns' });
    await expect(followed('2026-10', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(computing()).toEqual([]);
  });
});
