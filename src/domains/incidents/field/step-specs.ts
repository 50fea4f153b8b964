import type { z } from 'zod';
import type { stepCommands } from '../contract.ts';
import type { Action } from '../rules/steps.ts';

// What the phone asks for at each step, and the command that comes of it. The server judges; this only saves a round trip.

/** In the order in which somebody in the field looks for them. */
export const phoneSteps = [
  'verify', 'settle', 'check', 'consent', 'acknowledge', 'deliver', 'handle', 'resume', 'return', 'requestExtension', 'requestSuspension', 'urge', 'rate', 'reopen',
] as const;
export type PhoneStep = (typeof phoneSteps)[number];
export const isPhoneStep = (action: Action): action is PhoneStep => phoneSteps.some((one) => one === action);
/** These are on the page that the reporter sees, not on a form of their own. */
export const reporterSteps: readonly PhoneStep[] = ['rate', 'reopen'];

export type StepFields = {
  readonly choice: string | null; readonly text: string; readonly loss: string; readonly lossMethod: string;
  readonly until: string; readonly days: string; readonly rule: string | null;
};
export const blankStep: StepFields = { choice: null, text: '', loss: '', lossMethod: '', until: '', days: '', rule: null };

type Spec = {
  readonly choices?: readonly string[];
  /** Least number of characters; 0: may stay empty. */
  readonly text: number;
  readonly photos?: true; readonly loss?: true; readonly until?: true; readonly days?: true; readonly rule?: true;
};

export const stepSpecs = {
  verify: { choices: ['exists', 'notExists', 'unable'], text: 0, photos: true },
  settle: { text: 2, photos: true, loss: true },
  check: { choices: ['pass', 'fail', 'unable'], text: 0, photos: true },
  consent: { choices: ['agreed', 'disagreed'], text: 0 },
  acknowledge: { text: 0 },
  handle: { text: 0, photos: true },
  deliver: { text: 2, photos: true, loss: true },
  resume: { text: 0 },
  return: { text: 2, rule: true },
  requestExtension: { text: 2, days: true },
  requestSuspension: { text: 2, until: true },
  urge: { text: 0 },
  rate: { choices: ['yes', 'no'], text: 0 },
  reopen: { text: 2 },
} as const satisfies Record<PhoneStep, Spec>;

/** How a mediation ended; asked for at delivery where the case is a dispute. */
export const disputeOutcomes = ['agreed', 'refused', 'failed'] as const;

export function specOf(step: PhoneStep, isDispute: boolean): Spec {
  return step === 'deliver' && isDispute ? { ...stepSpecs.deliver, choices: disputeOutcomes } : stepSpecs[step];
}

export type StepGap = 'choice' | 'text' | 'until' | 'days' | 'rule' | 'loss' | 'lossMethod';

/** What is still missing or cannot be right. */
export function gapsIn(spec: Spec, fields: StepFields): StepGap[] {
  const gaps: StepGap[] = [];
  if (spec.choices && (fields.choice === null || !spec.choices.includes(fields.choice))) gaps.push('choice');
  if (spec.rule && fields.rule === null) gaps.push('rule');
  if (spec.until && !/^\d{4}-\d\d-\d\d$/.test(fields.until)) gaps.push('until');
  if (spec.days && !(Number.isInteger(Number(fields.days)) && Number(fields.days) >= 1 && Number(fields.days) <= 60)) gaps.push('days');
  if ([...fields.text.trim()].length < spec.text) gaps.push('text');
  if (spec.loss && fields.loss.trim() !== '' && !(Number(fields.loss) >= 0 && Number(fields.loss) <= 1e9)) gaps.push('loss');
  if (spec.loss && Number(fields.loss) > 0 && fields.lossMethod.trim() === '') gaps.push('lossMethod');
  return gaps;
}

type Base = { readonly caseId: string; readonly revision: number };
type Inputs = { [Step in PhoneStep]: z.input<(typeof stepCommands)[Step]['input']> };

const one = <T extends string>(options: readonly T[], value: string | null): T => {
  const found = options.find((option) => option === value);
  if (found === undefined) throw new Error('a form was sent without its choice');
  return found;
};
const noteOf = (fields: StepFields): { note?: string } => (fields.text.trim() ? { note: fields.text.trim() } : {});
const lossOf = (fields: StepFields): { lossAvoidedYuan?: number; lossMethod?: string } => (Number(fields.loss) > 0
  ? { lossAvoidedYuan: Number(fields.loss), lossMethod: fields.lossMethod.trim() }
  : {});

const builders: { [Step in PhoneStep]: (base: Base, fields: StepFields, photos: string[]) => Inputs[Step] } = {
  verify: (base, fields, photos) => ({ ...base, result: one(stepSpecs.verify.choices, fields.choice), photos, ...noteOf(fields) }),
  settle: (base, fields, photos) => ({ ...base, result: fields.text.trim(), photos, ...lossOf(fields) }),
  check: (base, fields, photos) => ({ ...base, result: one(stepSpecs.check.choices, fields.choice), photos, ...noteOf(fields) }),
  consent: (base, fields) => ({ ...base, agreed: fields.choice === 'agreed', ...noteOf(fields) }),
  acknowledge: (base, fields) => ({ ...base, ...noteOf(fields) }),
  handle: (base, fields, photos) => ({ ...base, photos, ...noteOf(fields) }),
  deliver: (base, fields, photos) => ({ ...base, result: fields.text.trim(), photos, outcome: disputeOutcomes.find((outcome) => outcome === fields.choice) ?? 'done', ...lossOf(fields) }),
  resume: (base, fields) => ({ ...base, ...noteOf(fields) }),
  return: (base, fields) => ({ ...base, ruleCode: fields.rule ?? '', reason: fields.text.trim() }),
  requestExtension: (base, fields) => ({ ...base, workingDays: Number(fields.days), reason: fields.text.trim() }),
  requestSuspension: (base, fields) => ({ ...base, until: fields.until, reason: fields.text.trim() }),
  urge: (base, fields) => ({ ...base, ...noteOf(fields) }),
  rate: (base, fields) => ({ ...base, satisfied: fields.choice === 'yes', ...(fields.text.trim() ? { comment: fields.text.trim() } : {}) }),
  reopen: (base, fields) => ({ ...base, reason: fields.text.trim() }),
};

export function stepInput(step: PhoneStep, base: Base, fields: StepFields, photos: string[]): Inputs[PhoneStep] {
  return builders[step](base, fields, photos);
}

/** A step that was refused, back in its form. */
export function fieldsOf(step: PhoneStep, input: unknown): StepFields {
  const said = Object(input) as Readonly<Record<string, unknown>>; // each field is looked at before it is used
  const text = (name: string): string => (typeof said[name] === 'string' ? said[name] : '');
  const figure = (name: string): string => (typeof said[name] === 'number' ? String(said[name]) : '');
  const choices: readonly string[] = step === 'deliver' ? disputeOutcomes : (stepSpecs[step] as Spec).choices ?? [];
  return {
    ...blankStep, choice: choices.find((one) => one === said['result'] || one === said['outcome']) ?? null, text: step === 'settle' || step === 'deliver' ? text('result') : text('note') || text('reason'),
    loss: figure('lossAvoidedYuan'), lossMethod: text('lossMethod'), until: text('until'), days: figure('workingDays'), rule: text('ruleCode') || null,
  };
}

export function photosIn(input: unknown): readonly string[] {
  const photos: unknown = Reflect.get(Object(input), 'photos');
  return Array.isArray(photos) ? photos.filter((one) => typeof one === 'string') : [];
}
