import { describe, expect, test } from 'vitest';
import { shippedClasses, shippedReturnRules } from '../taxonomy.ts';
import { matterClass } from '../contract.ts';
import { codeFromNames, defaultHandling, indexClasses } from './classes.ts';
import { planTaxonomy, type ListedClass, type PlannedClass } from './taxonomy-plan.ts';

const row = (names: string[], more: Partial<ListedClass> = {}): ListedClass => ({ row: 2, names, code: null, fields: {}, ...more });
const plan = (existing: readonly PlannedClass[], listed: readonly ListedClass[], replace = false) => planTaxonomy(existing, listed, replace, false);
const shipped = planTaxonomy([], shippedClasses(), false, true);

describe('the shipped classes', () => {
  const index = indexClasses(1, shipped.write);
  test('three levels, each fitting the contract', () => {
    const count = (level: number) => shipped.write.filter((one) => one.level === level).length;
    expect(shipped.errors).toEqual([]);
    expect([count(1), count(2), count(3)]).toEqual([15, 61, 159]);
    for (const one of shipped.write) expect(matterClass.safeParse(one).error, one.code).toBeUndefined();
  });
  test('every class states what it is for, and comes to a deadline of its own list', () => {
    for (const one of index.byCode.values()) {
      expect(one.standard, one.code).not.toBe('');
      expect(one.deadlineFrom, one.code).not.toBeNull();
      expect(one.path).toHaveLength(one.level);
    }
  });
  test.each([['井盖缺失破损', 2, 'workingHours'], ['暴露垃圾', 4, 'workingHours'], ['道路积水', 2, 'workingHours'], ['私搭乱建', 7, 'workingDays'], ['征地拆迁补偿纠纷', 30, 'naturalDays']])('%s: %i %s', (name, amount, unit) => {
    expect([...index.byCode.values()].find((one) => one.name === name)?.deadline).toEqual({ amount, unit });
  });
  test('disputes are neither public nor settled on the spot; nothing else is a dispute', () => {
    for (const one of shipped.write) {
      expect(one.kind === 'dispute', one.code).toBe(one.code.startsWith('01'));
      if (one.kind === 'dispute') expect([one.public, one.settleable]).toEqual([false, false]);
    }
  });
  test('people in care and victims are not offered on the public form', () => {
    for (const code of ['13', '130101', '130201', '030301', '030303']) expect(index.byCode.get(code)?.public, code).toBe(false);
  });
  test('names are unlike within a parent, keywords without doubles', () => {
    for (const one of shipped.write) {
      expect(shipped.write.filter((other) => other.parentCode === one.parentCode && other.name === one.name)).toHaveLength(1);
      expect(new Set(one.keywords).size).toBe(one.keywords.length);
    }
  });
  test('return rules have codes of the contract', () => {
    for (const { code, name } of shippedReturnRules) expect([/^[A-Za-z0-9-]{1,32}$/.test(code), name.length > 1]).toEqual([true, true]);
  });
});

describe('what a class takes from those above', () => {
  const some = plan([], [row(['甲'], { fields: { deadline: { amount: 3, unit: 'workingDays' } } }), row(['甲', '乙', '丙']), row(['丁', '戊']), row(['甲', '己'], { fields: { deadline: { amount: 2, unit: 'workingHours' } } })]).write;
  const byName = new Map([...indexClasses(1, some).byCode.values()].map((one) => [one.name, one]));
  test.each([['丙', { amount: 3, unit: 'workingDays' }], ['己', { amount: 2, unit: 'workingHours' }], ['戊', defaultHandling]])('deadline of %s', (name, deadline) => {
    expect(byName.get(name)?.deadline).toEqual(deadline);
  });
  test('ends with it', () => {
    const ended = some.map((one) => (one.name === '甲' ? { ...one, active: false } : one));
    const index = indexClasses(2, ended);
    expect(index.classes.filter(({ active }) => active).map(({ name }) => name)).toEqual(['丁', '戊']);
  });
  test('codes are made of names alone', () => {
    expect(codeFromNames(['甲', '乙'])).toBe(codeFromNames(['甲', '乙']));
    expect(codeFromNames(['甲', '乙'])).not.toBe(codeFromNames(['甲乙']));
    expect(codeFromNames(['甲', '乙'])).toBe('n2ipcop96mw6qh');
    expect(codeFromNames(['𠮷'])).toMatch(/^n[0-9a-z]{13}$/);
  });
});

describe('an import', () => {
  const first = plan([], [row(['环境', '垃圾', '暴露']), row(['环境', '垃圾', '渣土']), row(['市政', '路灯'])]);
  test('makes the levels above, and the same again changes nothing, in any order', () => {
    expect([first.created, first.changed, first.errors]).toEqual([6, 0, []]);
    const again = plan(first.write, [row(['市政', '路灯']), row(['环境', '垃圾', '渣土']), row(['环境', '垃圾', '暴露'])]);
    expect([again.created, again.changed, again.unchanged, again.write]).toEqual([0, 0, 6, []]);
  });
  test('an empty cell leaves what is there, a filled one changes it', () => {
    const coded = plan(first.write, [row(['环境', '垃圾', '暴露'], { fields: { deadline: { amount: 4, unit: 'workingHours' }, evidencePhotos: 2 } })]);
    expect([coded.created, coded.changed]).toEqual([0, 1]);
    const after = first.write.map((one) => coded.write.find(({ code }) => code === one.code) ?? one);
    expect(plan(after, [row(['环境', '垃圾', '暴露'])]).write).toEqual([]);
  });
  test('renames by code and keeps the place in the tree', () => {
    const coded = plan([], [row(['环境'], { code: 'A' }), row(['环境', '垃圾'], { code: 'A1' })]);
    const renamed = plan(coded.write, [row(['环境', '生活垃圾'], { code: 'A1' })]);
    expect(renamed.write).toMatchObject([{ code: 'A1', name: '生活垃圾', parentCode: 'A' }]);
  });
  test('replace ends what is not named, deletes nothing, and a later list takes it up again', () => {
    const ended = plan(first.write, [row(['市政', '路灯'])], true);
    expect(ended.preview.map(({ name, change }) => [name, change])).toEqual([['环境', 'ended'], ['环境 / 垃圾', 'ended'], ['环境 / 垃圾 / 暴露', 'ended'], ['环境 / 垃圾 / 渣土', 'ended']]);
    const after = first.write.map((one) => ended.write.find(({ code }) => code === one.code) ?? one);
    expect(plan(after, [row(['环境', '垃圾', '暴露'])]).write.map(({ active }) => active)).toEqual([true, true, true]);
  });
  test.each<[string, ListedClass[], string]>([
    ['the same path twice', [row(['甲', '乙']), row(['甲', '乙'], { row: 3 })], 'twice'],
    ['the same code twice', [row(['甲'], { code: 'A' }), row(['乙'], { row: 3, code: 'A' })], 'twice'],
    ['two codes for one path', [row(['甲'], { code: 'A' }), row(['甲'], { row: 3, code: 'B' })], 'name-has-other-code'],
    ['a code of another level', [row(['甲'], { code: 'A' }), row(['乙', '丙'], { row: 3, code: 'A' })], 'twice'],
    ['a public dispute', [row(['甲'], { row: 3, fields: { kind: 'dispute', public: true } })], 'dispute-not-public'],
  ])('refuses %s', (_what, listed, problem) => {
    expect(plan([], listed).errors).toMatchObject([{ row: 3, problem }]);
  });
  test('refuses to move a known code to another level', () => {
    const known = plan([], [row(['甲'], { code: 'A' })]).write;
    expect(plan(known, [row(['乙', '丙'], { code: 'A' })]).errors).toMatchObject([{ problem: 'level-changed' }]);
  });
  test('classes below a dispute are disputes', () => {
    const { write } = plan([], [row(['纠纷'], { fields: { kind: 'dispute' } }), row(['纠纷', '邻里'])]);
    expect(write.map(({ kind, public: shown }) => [kind, shown])).toEqual([['dispute', false], ['dispute', false]]);
  });
});
