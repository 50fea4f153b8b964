import { expect, test } from 'vitest';
import { makePace, paceOf } from './pace.ts';

test('a session, and all sessions of a person together, are each as patient as said; nobody waits for another', () => {
  let now = 0;
  const pace = makePace(paceOf, () => now);
  const many = (actor: { personId: number | null; sessionId: string | null; isMachine?: boolean }, times: number): number => Array.from({ length: times }, () => pace(actor)).filter((wait) => wait > 0).length;
  const [first, second, third] = ['a', 'b', 'c'].map((sessionId) => ({ personId: 1, sessionId }));
  if (!first || !second || !third) throw new Error('three sessions');
  expect(many(first, paceOf.session.burst)).toBe(0);
  expect(pace(first)).toBe(1);
  expect(many(second, paceOf.session.burst)).toBe(0);
  // What was refused has cost the person nothing that the others must pay for in full.
  expect(pace(third)).toBe(1);
  expect(pace({ personId: 2, sessionId: 'd' })).toBe(0);
  expect(many({ personId: 3, sessionId: 'e', isMachine: true }, paceOf.machine.burst)).toBe(0);
  expect(pace({ personId: 3, sessionId: 'e', isMachine: true })).toBe(1);
  expect(many({ personId: null, sessionId: null }, 10_000)).toBe(0);
  now = 60_000;
  expect(many(first, paceOf.session.perSecond * 60)).toBe(0);
});
