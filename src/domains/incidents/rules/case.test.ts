import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tosses, walk, walkSeed } from '../../../../test/support/loop-walk.ts';
import { apply, fold, type CaseState, type Step } from './case.ts';
import { actions, ended, states } from './steps.ts';
import { runs } from '../../../../test/support/size.ts';

const often = { seed: walkSeed, numRuns: runs(150) };
const anyWalk = fc.record({ steps: tosses(30), dispute: fc.boolean() }).map(({ steps, dispute }) => walk(steps, { dispute }));

describe('a case is what its steps add up to', () => {
  test('the fold of the history is the case, also when the history comes back from a database', () => {
    fc.assert(fc.property(anyWalk, (walked) => {
      const steps = walked.map(({ step }) => step);
      const kept: Step[] = JSON.parse(JSON.stringify(steps));
      expect(fold(kept)).toEqual(walked.at(-1)?.after);
      // The row keeps the sum as JSON: nothing of it may be lost on the way.
      expect(JSON.parse(JSON.stringify(fold(steps)))).toEqual(fold(steps));
    }), often);
  });

  test('from any point on the rest of the history gives the same', () => {
    fc.assert(fc.property(anyWalk, fc.nat(40), (walked, cut) => {
      const at = cut % walked.length;
      const rest = walked.slice(at + 1).map(({ step }) => step);
      expect(rest.reduce<CaseState>(apply, walked[at]?.after ?? fold([]))).toEqual(walked.at(-1)?.after);
    }), often);
  });

  test('what a state promises is there', () => {
    fc.assert(fc.property(anyWalk, (walked) => {
      for (const { after } of walked) {
        const is = (...some: CaseState['state'][]): boolean => some.includes(after.state);
        if (is('dispatched', 'acknowledged', 'handling', 'suspended', 'rework', 'handled', 'checking')) expect(after.leadUnitId).not.toBeNull();
        if (is('filed', 'returned')) expect(after.leadUnitId).toBeNull();
        if (is('merged')) expect([after.mergedInto, after.stateBeforeMerge]).not.toContain(null);
        else expect([after.mergedInto, after.stateBeforeMerge]).toEqual([null, null]);
        if (is('suspended')) expect(after.suspendedUntil).not.toBeNull();
        else expect(after.suspendedUntil).toBeNull();
        if (after.request !== null) expect(is('acknowledged', 'handling', 'rework')).toBe(true);
        if (is('closed', 'evaluated', 'declined')) expect(after.endedAt).not.toBeNull();
        else expect(after.endedAt).toBeNull();
        expect(after.evaluatedAt !== null).toBe(is('evaluated'));
        if (is('feedback', 'closed', 'evaluated') && after.outcome !== 'forced') expect([after.outcome, after.handledAt]).not.toContain(null);
        if (is('checking')) expect(after.checkerId).not.toBeNull();
        if (is('filed', 'dispatched', 'acknowledged', 'handling')) expect(after.filedAt).not.toBeNull();
      }
    }), often);
  });

  test('moments of the first time stay, and rounds, returns, urgings only grow within their round', () => {
    fc.assert(fc.property(anyWalk, (walked) => {
      for (const [index, { after, step }] of walked.entries()) {
        const before = walked[index - 1]?.after;
        if (!before) continue;
        if (before.acceptedAt !== null) expect(after.acceptedAt).toBe(before.acceptedAt);
        if (before.filedAt !== null) expect(after.filedAt).toBe(before.filedAt);
        expect(after.round).toBe(before.round + (step.action === 'reopen' ? 1 : 0));
        expect(after.reworks).toBe(before.reworks + (step.action === 'check' && step.data.result === 'fail' ? 1 : 0));
        expect(after.urges).toBe(before.urges + (step.action === 'urge' ? 1 : 0));
      }
    }), often);
  });

  test('an unmerged case is again what it was before the merge', () => {
    fc.assert(fc.property(anyWalk, (walked) => {
      for (const [index, { step }] of walked.entries()) {
        if (step.action !== 'merge' || walked[index + 1]?.step.action !== 'unmerge') continue;
        expect(walked[index + 1]?.after).toEqual(walked[index - 1]?.after);
      }
    }), { ...often, numRuns: runs(400) });
  });

  test('the walks reach every state and every action, so that these properties are about all of them', () => {
    const seen = { states: new Set<string>(), actions: new Set<string>() };
    fc.assert(fc.property(anyWalk, (walked) => {
      for (const { step, after } of walked) { seen.states.add(after.state); seen.actions.add(step.action); }
    }), { ...often, numRuns: runs(400) });
    expect([...seen.states].sort()).toEqual([...states].sort());
    expect([...seen.actions].sort()).toEqual([...actions].sort());
  });

  test('ended cases end the six steps', () => {
    expect([...ended].sort()).toEqual(['closed', 'declined', 'evaluated', 'merged']);
  });
});
