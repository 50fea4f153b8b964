import { describe, expect, test } from 'vitest';
import { stepCommands } from '../contract.ts';
import { blankStep, gapsIn, phoneSteps, specOf, stepInput, type PhoneStep, type StepFields } from './step-specs.ts';

const base = { caseId: '0198f3a0-0000-7000-8000-000000000001', revision: 3 };
const photo = 'ab'.repeat(32);
const said: StepFields = { choice: null, text: '看过了，井盖已换', loss: '300', lossMethod: '按一次绊倒的医药费估算', until: '2027-03-01', days: '2', rule: 'NOT-OURS' };

const forms = phoneSteps.flatMap((step) => [false, true].flatMap((isDispute) => {
  const spec = specOf(step, isDispute);
  return (spec.choices ?? [null]).map((choice) => ({ step, isDispute, choice, spec }));
}));

describe('the forms of the phone', () => {
  test.each(forms)('$step with $choice (dispute: $isDispute) makes what the contract takes', ({ step, choice, spec }) => {
    const fields = { ...said, choice };
    expect(gapsIn(spec, fields)).toEqual([]);
    expect(stepCommands[step].input.safeParse(stepInput(step, base, fields, [photo])).error).toBeUndefined();
  });

  test.each(phoneSteps)('%s: what the contract refuses of an empty form is a gap, and where nothing is a gap it takes it', (step) => {
    const gaps = gapsIn(specOf(step, false), blankStep);
    const taken = (): boolean => stepCommands[step].input.safeParse(stepInput(step, base, blankStep, [])).success;
    if (gaps.includes('choice')) expect(['verify', 'check', 'consent', 'rate']).toContain(step);
    else expect(taken()).toBe(gaps.length === 0);
  });

  const wrong: [PhoneStep, Partial<StepFields>, string][] = [
    ['verify', { choice: 'pass' }, 'choice'], ['settle', { text: '好' }, 'text'], ['deliver', { loss: '很多' }, 'loss'], ['deliver', { loss: '-1' }, 'loss'],
    ['deliver', { lossMethod: '  ' }, 'lossMethod'], ['requestExtension', { days: '61' }, 'days'], ['requestExtension', { days: '1.5' }, 'days'],
    ['requestSuspension', { until: '明天' }, 'until'], ['return', { rule: null }, 'rule'],
  ];
  test.each(wrong)('%s with %o has the gap %s', (step, part, gap) => {
    expect(gapsIn(specOf(step, false), { ...said, ...part })).toContain(gap);
  });
});
