import { describe, expect, it } from 'vitest';
import { treeFrom } from '../../../../test/support/index-trees.ts';
import { buildIndex, isBuilt } from './build.ts';
import { groupingOf, panelOf } from './panel.ts';
import type { IndexResult } from './result.ts';
import { linksOf, type LinkSettings } from './strengths.ts';
import type { NodeInput } from './tree.ts';

const leaf = (code: string, parent: string, direction: 1 | -1): NodeInput => ({ code, name: code, parent, weight: 1, direction, isIndicator: true });
const group = (code: string): NodeInput => ({ code, name: code, parent: 'I', weight: 1, direction: 1, isIndicator: false });
// In the file, b's group comes after a's although it stands first: ties go by parent, then as they stand.
const tree = treeFrom([{ ...group('I'), parent: undefined }, leaf('b1', 'B', 1), leaf('a1', 'A', 1), leaf('a2', 'A', -1), leaf('b2', 'B', 1), group('A'), group('B')]);
// Order of the indicators: b1, a1, a2 (less is better), b2.
const columns = [[9, 5, 1], [3, 2, 1], [7, 8, 9], [0, 0, NaN]];

function build(): IndexResult {
  const panel = panelOf({ units: ['X', 'Y', 'Z'], periods: ['1'], columns: columns.map((values) => Float64Array.from(values)), groups: new Map([['kind', groupingOf(['city', 'zone', 'zone'])]]) });
  if ('refused' in panel) throw new Error(panel.refused);
  const result = buildIndex(tree, panel, { normalise: { method: 'minmax' }, aggregate: {}, rank: {} });
  if (!isBuilt(result)) throw new Error(result.message);
  return result;
}

function links(unit: number, kind: 'S' | 'W', settings: LinkSettings): (readonly [string, number, number])[] {
  return linksOf(build(), 0, settings).filter((link) => link.unit === unit && link.kind === kind).map(({ code, rank, value }) => [code, rank, value] as const);
}

describe('strong and weak links', () => {
  it('never hide those on which the unit is last', () => {
    expect(links(2, 'W', { bottom: 9 })).toEqual([['a1', 3, 1], ['a2', 3, 9], ['b1', 3, 1]]);
    expect(links(2, 'W', { bottom: 9, hideLast: true })).toEqual([]);
  });

  it('are by rank, ties by parent and place; values are raw', () => {
    expect(links(0, 'S', { top: 3 })).toEqual([['a1', 1, 3], ['a2', 1, 7], ['b1', 1, 9]]);
    expect(links(1, 'S', { top: 2 })).toEqual([['b2', 1, 0], ['a1', 2, 2]]);
    expect(links(1, 'W', { bottom: 2 })).toEqual([['a2', 2, 8], ['b1', 2, 5]]);
  });

  it('leave out what has no value and what tells nobody apart, when asked', () => {
    expect(links(2, 'S', { top: 9 }).map(([code]) => code)).not.toContain('b2');
    // b2 has two distinct values of three, the missing one counted.
    expect(links(0, 'S', { top: 9, uniqueShare: 0.6 }).map(([code]) => code)).toContain('b2');
    expect(links(0, 'S', { top: 9, uniqueShare: 0.7 }).map(([code]) => code)).not.toContain('b2');
  });

  it('are within the group and of scores, when asked', () => {
    expect(links(1, 'S', { top: 9, group: 'kind', data: 'normalised' }).map(([code, rank]) => [code, rank])).toEqual([['a1', 1], ['a2', 1], ['b1', 1]]);
    expect(links(0, 'S', { top: 1, data: 'normalised' })).toEqual([['a1', 1, 100]]);
    // X is alone in its group: first and last at once.
    expect(links(0, 'W', { group: 'kind', hideLast: true, bottom: 9 })).toEqual([]);
  });
});
