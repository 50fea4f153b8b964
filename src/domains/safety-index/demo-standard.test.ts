import { describe, expect, test } from 'vitest';
import { standardContent, smallestCell, type StandardNode } from './contract-shapes.ts';
import { demoStandard } from './demo-standard.ts';
import { slopeOf, standardProblems } from './rules/standards.ts';
import { isTree, treeOf } from './rules/tree.ts';
import { treeInputs } from './standard.ts';

const indicators = demoStandard.nodes.flatMap((node) => (node.indicator === null ? [] : [{ ...node, indicator: node.indicator }]));
const below = (parent: string): readonly StandardNode[] => demoStandard.nodes.filter((node) => node.parent === parent);

describe('the standard of the demo', () => {
  test('has five dimensions, 45 second-level and 88 third-level indicators, and is well-formed', () => {
    expect(standardContent.parse(demoStandard)).toEqual(demoStandard);
    expect(below('PA').map(({ name }) => name)).toEqual(['政治安全', '社会矛盾', '社会治安', '网络安全', '公共安全']);
    expect(below('PA').reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(below('PA').flatMap(({ code }) => below(code))).toHaveLength(45);
    expect(indicators).toHaveLength(88);
    const tree = treeOf(treeInputs(demoStandard));
    expect(isTree(tree) && tree.indicators.length).toBe(88);
    expect(new Set(demoStandard.nodes.map(({ name }) => name)).size).toBe(demoStandard.nodes.length);
  });

  test('says of each indicator its layer, its department, its unit and direction, and scores in that direction', () => {
    expect(new Set(indicators.map(({ indicator }) => indicator.layer))).toEqual(new Set(['social', 'police', 'opinion']));
    for (const { name, indicator } of indicators) {
      expect(indicator.department, name).toMatch(/^(?:S-[A-Z]{3}|SZX)$/u);
      expect(standardProblems(indicator.scoring), name).toEqual([]);
      const slope = slopeOf(indicator.scoring.base);
      const falls = (indicator.scoring.adjustments ?? []).some(({ kind }) => kind === 'deduction' || kind === 'veto');
      expect(falls ? -1 : slope, name).toBe(indicator.direction);
    }
    // Each way of scoring occurs, so that screens meet it.
    expect(new Set(indicators.map(({ indicator }) => indicator.scoring.base.kind))).toEqual(new Set(['full', 'linear', 'steps']));
  });

  test('does not reward silence: no complaint, petition, call or report is bad in itself', () => {
    const speaks = /信访|投诉|举报|诉求|热线|留言|报警|警情|上报|反映|求助|报告|线索|申请/u;
    const tooFew = /量|件数$|次数$|总数/u;
    const voices = indicators.filter(({ name, indicator }) => speaks.test(name) || speaks.test(indicator.measure));
    expect(voices.length).toBeGreaterThan(12);
    for (const { name, indicator } of voices) {
      // Answered, solved, satisfied or told: more is better. The only "less is better": said again after the answer, sent back, concealed.
      if (indicator.direction === 1) continue;
      expect(name, name).toMatch(/重复|返工|复发|瞒报/u);
      expect(indicator.of === null ? name : indicator.of, name).toMatch(/已答复|完成|已调处|瞒报/u);
    }
    for (const { name, indicator } of indicators) if (indicator.direction === -1 && indicator.of === null) expect(name).not.toMatch(tooFew);
    // Telling of dangers oneself is worth something, and hiding them costs everything.
    expect(indicators.find(({ name }) => name === '企业自查隐患上报数')?.indicator.direction).toBe(1);
    expect(indicators.find(({ name }) => name === '瞒报漏报核实起数')?.indicator.scoring.adjustments).toContainEqual({ kind: 'veto', by: 'value', atLeast: 3, score: 0 });
  });

  test('is about departments and works, never about persons, and shows nothing of fewer than five', () => {
    expect(demoStandard.baseMinimum).toBeGreaterThanOrEqual(smallestCell);
    for (const { name, indicator } of indicators) {
      expect(`${name}${indicator.measure}${indicator.of ?? ''}`, name).not.toMatch(/重点人员|上访人|信访人|吸毒人|矫正|刑满|精神|邪教人|人员数|个人数|人数|名单|户籍|民族/u);
      expect(indicator.of !== null || indicator.per === 1, name).toBe(true);
    }
  });
});
