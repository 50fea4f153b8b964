import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mutation } from '../core/sync/wire.ts';
import { pushTo, type PushStore, type Verdict } from './push.ts';

// What is answered is on the disk: by a store that says when it is not.

const outcomes = ['settled', 'seen', 'gap', 'failed', 'frozen', 'refused'] as const;

test('nothing is answered before it is on the disk, and the disk is waited for once', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...outcomes), { minLength: 1, maxLength: 8 }), fc.nat(9), async (wanted, stopAfter) => {
    let unsecured = 0;
    let waits = 0;
    let asked = 0;
    const judge = (mutation: Mutation, later: boolean): Promise<Verdict> => {
      const outcome = wanted[mutation.seq - 1] ?? 'settled';
      if (outcome === 'gap' || outcome === 'frozen') return Promise.resolve({ kind: outcome });
      if (outcome === 'failed') return Promise.resolve({ kind: 'failed', tries: 1 });
      // Of what a copy has just done nobody knows whether it is there yet.
      if (later || outcome === 'seen') unsecured += 1;
      else { unsecured = 0; waits += 1; }
      return Promise.resolve(outcome === 'seen' ? { kind: 'seen', was: null, settled: { seq: mutation.seq, outcome: 'done', output: null } } : { kind: 'settled', settled: { seq: mutation.seq, outcome: 'done', output: null } });
    };
    const store: PushStore = {
      arrive: () => Promise.resolve({ epoch: 'e', now: 'n', last: 0, frozen: false }), freeze: () => Promise.resolve(),
      apply: (mutation, _hash, later) => judge(mutation, later), setAside: (mutation, _hash, _reason, later) => judge(mutation, later),
      secure: () => { unsecured = 0; waits += 1; return Promise.resolve(); },
    };
    const mutations = wanted.map((outcome, n): Mutation => ({ seq: n + 1, id: `${n}`, name: outcome === 'refused' ? 'nobody.knows' : 'a.b', input: {}, at: '', by: 1 }));
    const told = await pushTo(store, { device: 'd', person: 1, epoch: null, first: 1, standing: { unsent: 0, oldestSeconds: 0, parked: 0, now: '' }, mutations }, { person: 1, isKnown: (name) => name === 'a.b', hashOf: () => '', isLate: () => (asked += 1) > stopAfter });
    if (told.kind === 'answer' && told.answer.results.some(({ outcome }) => outcome !== 'failed')) expect(unsecured).toBe(0);
    expect(waits).toBeLessThanOrEqual(1);
  }), { seed: 20_261_122, numRuns: 300 });
});
