import { describe, expect, test } from 'vitest';
import { isRefusal, type Refusal } from '../../platform/core/refusal.ts';
import { computeMonth, figureKey, type MonthFigures } from './compute.ts';
import type { FrozenRun, StandardContent, StandardNode } from './contract-shapes.ts';
import { demoStandard } from './demo-standard.ts';
import { derivedContent, derivedOf } from './deriving.ts';
import { editedContent, expertContent } from './drafting.ts';
import { problemOf } from './standard-steps.ts';

const none = { changes: [], added: [], removed: [], rules: {} };
const node = (content: StandardContent, code: string): StandardNode => { const found = content.nodes.find((one) => one.code === code); if (!found) throw new Error(`no ${code}`); return found; };
const whole = (made: StandardContent | Refusal): StandardContent => { if (isRefusal(made)) throw new Error(made.refused); return made; };
const leaf = node(demoStandard, 'B1-1').indicator;

describe('a draft', () => {
  test('takes new nodes, renames, moves and drops them with all below, and what is no tree says why', () => {
    if (!leaf) throw new Error('B1-1 is no indicator');
    const added = [{ code: 'B10', name: '多元调解', parent: 'B', weight: 5, indicator: null }, { code: 'B10-1', name: '行业调解按期办结率', parent: 'B10', weight: 100, indicator: leaf }];
    const grown = whole(editedContent(demoStandard, { ...none, added, changes: [{ code: 'B1-2', name: '信访事项再次提出率', parent: 'B2' }], removed: ['B9'], rules: { smallNumbers: 'shrink', baseMinimum: 10 } }));
    expect(problemOf(grown)).toBeUndefined();
    expect([grown.smallNumbers, grown.baseMinimum, node(grown, 'B10-1').parent, node(grown, 'B1-2').name, node(grown, 'B1-2').parent]).toEqual(['shrink', 10, 'B10', '信访事项再次提出率', 'B2']);
    expect(grown.nodes.filter(({ code }) => code.startsWith('B9'))).toEqual([]);
    const wrong = (edit: Partial<typeof none>): unknown => { const made = editedContent(demoStandard, { ...none, ...edit }); return isRefusal(made) ? made.refused : problemOf(made)?.params?.['detail']; };
    expect(wrong({ added: [{ code: 'B1', name: '又一个', parent: 'B', weight: 1, indicator: null }] as never })).toBe('编码“B1”出现了两次。');
    expect(wrong({ added: [{ code: 'Z', name: '无上级', parent: 'Q', weight: 1, indicator: leaf }] as never })).toBe('“Z”的上级“Q”不在指标体系里。');
    expect(wrong({ changes: [{ code: 'B', parent: 'B1' }] as never })).toMatch(/成了环|只能有一个/u);
    expect(wrong({ removed: ['PA'] as never })).toBe('safety-index/node-unknown');
    expect(wrong({ removed: ['B1-1', 'B1-2'] as never })).toMatch(/“B1”既不是测量的指标，也没有下级/u);
  });

  test('weighs by experts: three items, two experts, by hand; judgements stay, and a typed weight ends it', () => {
    // a/b = 2, b/c = 2, a/c = 4 contradicts nothing: 4 : 2 : 1. With 2, 2, 4 of both the group is the same.
    const three = whole(editedContent(demoStandard, { ...none, added: [{ code: 'B1-3', name: '第三项', parent: 'B1', weight: 1, indicator: leaf }] as never }));
    const made = expertContent(three, 'B1', [{ name: '甲', upper: [2, 4, 2] }, { name: '乙', upper: [2, 4, 2] }], 'saaty');
    if (isRefusal(made)) throw new Error(made.refused);
    expect(made.weights.map(({ weight }) => weight)).toEqual([57.1429, 28.5714, 14.2857]);
    expect(node(made.content, 'B1').weighing).toMatchObject({ method: 'ahp', table: 'Saaty 1980', randomIndex: 0.58, consistencyRatio: expect.closeTo(0, 9) as number, items: ['B1-1', 'B1-2', 'B1-3'], experts: [{ name: '甲', upper: [2, 4, 2] }, { name: '乙', upper: [2, 4, 2] }] });
    expect(node(whole(editedContent(made.content, { ...none, changes: [{ code: 'B1-1', weight: 50 }] })), 'B1').weighing).toBeUndefined();
    expect(node(whole(editedContent(made.content, { ...none, changes: [{ code: 'B1-1', name: '改名' }] })), 'B1').weighing).toBeDefined();
    expect(expertContent(three, 'B1', [{ name: '甲', upper: [9, 1 / 9, 9] }], 'saaty')).toMatchObject({ refused: 'safety-index/ahp-inconsistent' });
    expect(expertContent(three, 'B1', [{ name: '甲', upper: [2] }], 'saaty')).toMatchObject({ refused: 'safety-index/ahp-not-square', params: { row: '甲', found: 1, wanted: 3 } });
    expect(expertContent(three, 'A4', [{ name: '甲', upper: [2] }], 'saaty')).toMatchObject({ refused: 'safety-index/node-unknown' });
  });
});

describe('what published months give', () => {
  const units = Array.from({ length: 11 }, (_, at) => ({ areaId: at + 1, name: `单位${at + 1}` }));
  const month = (name: string, up: number): FrozenRun => {
    const figures: MonthFigures['figures'] = new Map(demoStandard.nodes.flatMap(({ code, indicator }) => (indicator === null ? [] : units.map(({ areaId }) => [figureKey(code, areaId), { counted: code === 'B1-2' ? 8 : 75 + areaId + up, base: 100, returnId: 1 }] as const))));
    const made = computeMonth(demoStandard, { month: name, units, figures }, { runs: 10, seed: 1 });
    if (isRefusal(made)) throw new Error(made.refused);
    return made.result;
  };
  const reference = { months: [month('2026-09', 0), month('2026-10', 2)], rule: 'extremes' as const };
  const between = { from: '2026-09', to: '2026-10' };

  test('are limits from 22 cells and entropy weights, with what tells nothing said by name', () => {
    const derived = derivedOf(demoStandard, reference);
    expect(derived.limits.find(({ code }) => code === 'B1-1')).toMatchObject({ lower: 76, upper: 88, nowLower: 80, nowUpper: 100, cells: 22, below: 0, above: 0 });
    expect(derived.limits.some(({ code }) => code === 'B1-2')).toBe(false);
    expect(derived.entropy.find(({ code }) => code === 'B1')).toMatchObject({ isDominated: true, children: [{ code: 'B1-1', weight: 1, now: 0.6 }, { code: 'B1-2', weight: 0, now: 0.4 }] });
    const said = derived.findings.map(({ message }) => message).join('');
    expect(said).toMatch(/信访事项重复提出率/u);
    expect(said).not.toMatch(/B1-2/u);
    const none = derivedOf(demoStandard, { ...reference, months: [] });
    expect(none.limits).toEqual([]);
    expect(none.findings.map(({ code }) => code)).toContain('too-few');
  });

  test('go into the draft with where they come from, and a typed limit says so no more', () => {
    const made = derivedContent(demoStandard, reference, between, { limits: ['B1-1'], entropy: ['C2'] });
    if ('missing' in made) throw new Error(made.missing);
    expect(node(made, 'B1-1').indicator).toMatchObject({ scoring: { base: { points: [{ at: 76, score: 0 }, { at: 88, score: 100 }] } }, limitsFrom: { rule: 'extremes', ...between, cells: 22 } });
    expect(node(made, 'C2').weighing).toEqual({ method: 'entropy', ...between });
    expect(node(made, 'C2-1').weight + node(made, 'C2-2').weight).toBeCloseTo(100, 3);
    expect(derivedContent(demoStandard, reference, between, { limits: ['B1-2'], entropy: [] })).toEqual({ missing: 'B1-2' });
    const scoring = { base: { kind: 'linear' as const, points: [{ at: 70, score: 0 }, { at: 88, score: 100 }] } };
    expect(node(whole(editedContent(made, { ...none, changes: [{ code: 'B1-1', scoring }] })), 'B1-1').indicator).not.toHaveProperty('limitsFrom');
    expect(node(whole(editedContent(made, { ...none, changes: [{ code: 'B1-1', weight: 3 }] })), 'B1-1').indicator).toHaveProperty('limitsFrom');
  });
});
