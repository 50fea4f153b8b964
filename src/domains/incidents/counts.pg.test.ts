import { expect, test } from 'vitest';
import { caseIn, step } from '../../../test/support/loop.ts';
import { done, hoursLater, withWorld } from '../../../test/support/world.ts';
import * as reads from './queries.ts';

test('a rate compares like with like: what is filed this week was accepted in the last', () => withWorld(async (world) => {
  const it = await caseIn(world, 'accepted');
  const next = hoursLater(24 * 6);
  await step(world, { ...it, at: next }, 'desk', 'file', {});
  const asked = async (since: string, until: string): Promise<unknown> => {
    const { total } = done<{ total: Record<string, unknown> }>(await world.ask('desk', reads.counts, { since, until }, { at: hoursLater(24 * 7) }));
    return { accepted: total['accepted'], acceptedFiled: total['acceptedFiled'], filed: total['filed'], filingRate: total['filingRate'] };
  };
  expect(await asked('2026-11-23', '2026-11-29')).toEqual({ accepted: 1, acceptedFiled: 1, filed: 0, filingRate: 1 });
  expect(await asked('2026-11-30', '2026-12-06')).toEqual({ accepted: 0, acceptedFiled: 0, filed: 1, filingRate: null });
}));

test('a wall is told in one answer what the counts say one by one; in a single grid too, and nowhere else', () => withWorld(async (world) => {
  for (const state of ['reported', 'dispatched', 'handling', 'rework', 'closed', 'evaluated', 'declined'] as const) await caseIn(world, state);
  for (const [who, at] of [['desk', hoursLater(30)], ['leader', hoursLater(24 * 9)], ['worker', hoursLater(5)]] as const) {
    const asked = async (input: object): Promise<{ total: object; rows: object[] }> => done(await world.ask(who, reads.counts, input, { at }));
    const told = done<{ all: object; month: object; days: object[]; byArea: object[]; byUnit: object[]; byClass: object[] }>(await world.ask(who, reads.screen, {}, { at }));
    const day = (ago: number): string => new Date(at.getTime() + (8 - 24 * ago) * 3_600_000).toISOString().slice(0, 10);
    const [byArea, byUnit, byClass] = [await asked({ by: 'area' }), await asked({ by: 'unit' }), await asked({ by: 'class' })];
    expect({ who, all: told.all, byArea: told.byArea, byUnit: told.byUnit, byClass: told.byClass }).toEqual({ who, all: byArea.total, byArea: byArea.rows, byUnit: byUnit.rows, byClass: byClass.rows });
    expect(told.month).toEqual((await asked({ since: day(29), until: day(0) })).total);
    for (const [index, one] of told.days.entries()) expect(one).toEqual((await asked({ since: day(6 - index), until: day(6 - index) })).total);
    expect(told.days).toHaveLength(7);
  }
  expect(await world.ask('desk', reads.screen, { areaId: 999_999 }, { at: hoursLater(30) })).toMatchObject({ kind: 'refused', refusal: { refused: 'incidents/area-unknown' } });
}));
