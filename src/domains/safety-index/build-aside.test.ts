import { describe, expect, it } from 'vitest';
import { buildAside } from './build-aside.ts';
import { buildIndex, isBuilt } from './rules/build.ts';
import { panelOf, type Panel } from './rules/panel.ts';
import type { BuildSettings } from './rules/result.ts';
import { isTree, treeOf, type IndexTree } from './rules/tree.ts';

const settings: BuildSettings = { normalise: { method: 'minmax' }, aggregate: {}, rank: {} };

function tree(): IndexTree {
  const made = treeOf([{ code: 'IDX', name: 'IDX', parent: undefined, weight: 1, direction: 1, isIndicator: false }, ...['A', 'B', 'C'].map((code) => ({ code, name: code, parent: 'IDX', weight: 1, direction: 1 as const, isIndicator: true }))]);
  if (!isTree(made)) throw new Error(made[0]?.message);
  return made;
}

function panel(): Panel {
  const made = panelOf({ units: ['U1', 'U2', 'U3'], periods: ['1', '2'], columns: [[1, 2, 3, 4, 5, 6], [3, 3, 3, 1, NaN, 2], [0, 9, 5, 5, 5, 1]].map((column) => Float64Array.from(column)) });
  if (!('units' in made)) throw new Error(made.refused);
  return made;
}

describe('a build beside the event loop', () => {
  it('is the same build, and tells how far it is', async () => {
    const shares: number[] = [];
    const aside = await buildAside({ tree: tree(), panel: panel(), settings }, (share) => shares.push(share));
    const here = buildIndex(tree(), panel(), settings);
    if (!isBuilt(aside) || !isBuilt(here)) throw new Error('a mean was refused');
    expect(aside.scores).toEqual(here.scores);
    expect(aside.ranks).toEqual(here.ranks);
    expect(aside.findings).toEqual(here.findings);
    expect(aside.findings.map(({ code }) => code)).toContain('constant');
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('brings a refusal, and ends when it is stopped', async () => {
    expect(await buildAside({ tree: tree(), panel: panel(), settings: { ...settings, aggregate: { method: { method: 'geometric' } } } })).toMatchObject({ refused: 'safety-index/combine-value', unit: 'U1', node: 'IDX' });
    const stop = new AbortController();
    const going = buildAside({ tree: tree(), panel: panel(), settings }, undefined, stop.signal);
    stop.abort(new Error('nobody waits for it any more'));
    await expect(going).rejects.toThrow('nobody waits');
  });
});
