import { describe, expect, test } from 'vitest';
import { stepCommands } from '../contract.ts';
import type { CaseDetail } from '../contract-shapes.ts';
import { actions, type StepAction } from '../rules/steps.ts';
import { actionOrder, defaultsOf, fieldsOf, letters } from './form-specs.ts';

// Only the fields that the forms look at.
const matter = { class: '050301', result: 'done', dispute: { level: 'village', consent: true }, rating: null } as unknown as CaseDetail;
const steps = actions.filter((action) => action !== 'report');

describe.each(steps)('the form of %s', (action: StepAction) => {
  const shape = stepCommands[action].input.shape as Record<string, { safeParse: (value: unknown) => { success: boolean } }>;
  const fields = fieldsOf(action, matter);

  test('asks only for what the command takes', () => {
    for (const field of fields) expect(Object.keys(shape)).toContain(field.name);
  });

  test('asks for all that the command needs, and says so', () => {
    const needed = Object.entries(shape).filter(([name, schema]) => name !== 'caseId' && !schema.safeParse(undefined).success).map(([name]) => name);
    const required = fields.filter((field) => field.required).map((field) => field.name);
    for (const name of needed) expect(required).toContain(name);
  });

  test('starts with values that the command takes', () => {
    for (const [name, value] of Object.entries(defaultsOf(action, matter))) expect(shape[name]?.safeParse(value).success).toBe(true);
  });
});

test('every step has a place in the order of buttons', () => {
  expect([...actionOrder].sort()).toEqual([...steps].sort());
});

test('no two steps share a letter, and none takes a letter of the list', () => {
  const used = Object.values(letters);
  expect(new Set(used).size).toBe(used.length);
  for (const key of ['j', 'k', 'n', 'q', '/', '?', '\\']) expect(used).not.toContain(key);
});

test('a reporter who is not satisfied is closed over only with a reason', () => {
  const dissatisfied = { ...matter, rating: { satisfied: false, comment: '', at: '2026-11-22T00:00:00Z' } };
  expect(fieldsOf('close', dissatisfied).find((field) => field.name === 'note')?.required).toBe(true);
  expect(fieldsOf('close', matter).find((field) => field.name === 'note')?.required ?? false).toBe(false);
});

test('only mediation is asked for its outcome', () => {
  expect(fieldsOf('deliver', matter).map((field) => field.name)).toContain('outcome');
  expect(fieldsOf('deliver', { ...matter, dispute: null }).map((field) => field.name)).not.toContain('outcome');
});
