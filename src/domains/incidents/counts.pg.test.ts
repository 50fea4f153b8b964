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
