import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentOf, sources, undoOf, validitiesOf, type Fact } from './facts.ts';

const fact = (seq: number, field: string, value: string | null, observedOn: string, source: Fact['source'] = 'visit', batchId: string | null = null): Fact => ({ id: `f${seq}`, field, value, source, observedOn, seq, batchId });

describe('what holds', () => {
  it('is the latest news, not the latest letter', () => {
    const facts = [fact(1, 'phone', 'a', '2026-05-01'), fact(2, 'phone', 'b', '2026-03-01'), fact(3, 'name', 'x', '2026-01-01')];
    expect(currentOf(facts).get('phone')?.value).toBe('a');
    expect(validitiesOf(facts, 'phone').map(({ fact: { value }, from, until }) => [value, from, until])).toEqual([['a', '2026-05-01', null], ['b', '2026-03-01', '2026-05-01']]);
  });

  it('of one day, is what came last', () => {
    expect(currentOf([fact(1, 'phone', 'a', '2026-05-01'), fact(2, 'phone', 'b', '2026-05-01')]).get('phone')?.value).toBe('b');
  });
});

describe('undoing', () => {
  it('goes back to what held before, and says nothing of what was found since', () => {
    const facts = [fact(1, 'phone', 'a', '2026-05-01'), fact(2, 'phone', 'b', '2026-06-01', 'import', 'B'), fact(3, 'address', 'c', '2026-06-01', 'import', 'B'), fact(4, 'name', 'd', '2026-06-01', 'import', 'B'), fact(5, 'name', 'e', '2026-07-01')];
    expect(undoOf(facts, 'B')).toEqual({ restore: [{ field: 'address', value: null, from: null }, { field: 'phone', value: 'a', from: 'f1' }], kept: ['name'] });
  });

  it('of a batch, whatever happened before: everything is as if it had never been', () => {
    const one = fc.record({ field: fc.constantFrom('name', 'phone', 'address'), value: fc.option(fc.constantFrom('a', 'b', 'c')), day: fc.integer({ min: 1, max: 9 }), source: fc.constantFrom(...sources), ours: fc.boolean() });
    fc.assert(fc.property(fc.array(one, { maxLength: 12 }), (list) => {
      const before = list.map((it, at) => fact(at, it.field, it.value, `2026-01-0${it.day}`, it.source));
      const batch = list.filter(({ ours }) => ours).map((it, at) => fact(100 + at, it.field, `${it.value}!`, '2026-02-01', 'import', 'B'));
      const undone = undoOf([...before, ...batch], 'B');
      const back = undone.restore.map(({ field, value }, at) => fact(200 + at, field, value, '2026-02-02', 'undo'));
      const valuesOf = (facts: readonly Fact[]) => new Map([...currentOf(facts)].flatMap(([field, { value }]) => (value === null ? [] : [[field, value]] as const)));
      expect(valuesOf([...before, ...batch, ...back])).toEqual(valuesOf(before));
    }), { seed: 20_261_124, numRuns: 500 });
  });
});
