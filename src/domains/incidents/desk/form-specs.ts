import type { Key } from '../../../platform/client/i18n.ts';
import type { CaseDetail } from '../contract-shapes.ts';
import type { StepAction } from '../rules/steps.ts';
import type { incidentsFormWords } from './form-words.ts';

// Each verb's form as data: one column, in the order of thinking. What the fields look like is in form-fields.tsx.

type FormKey = Key<(typeof incidentsFormWords)['zh-CN']>;
type Label = Extract<FormKey, `incidentsForms.label.${string}`>;
type Hint = Extract<FormKey, `incidentsForms.hint.${string}`>;

export type FieldKind =
  | 'line' | 'text' | 'class' | 'worker' | 'case' | 'lead' | 'units' | 'rule' | 'photos' | 'yuan' | 'day' | 'days' | 'anyUnit'
  | { readonly choices: readonly string[] } | 'yesNo' | 'satisfied';

export type Field = {
  /** The command's own field. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: Label;
  readonly hint?: Hint;
  readonly required?: boolean;
  readonly max?: number;
};

const note: Field = { name: 'note', kind: 'text', label: 'incidentsForms.label.note', max: 2_000 };
const reason = (hint?: Hint): Field => ({ name: 'reason', kind: 'text', label: 'incidentsForms.label.reason', required: true, max: 2_000, ...(hint ? { hint } : {}) });
const photos: Field = { name: 'photos', kind: 'photos', label: 'incidentsForms.label.photos' };
const loss: readonly Field[] = [
  { name: 'lossAvoidedYuan', kind: 'yuan', label: 'incidentsForms.label.lossAvoidedYuan', hint: 'incidentsForms.hint.loss' },
  { name: 'lossMethod', kind: 'line', label: 'incidentsForms.label.lossMethod', hint: 'incidentsForms.hint.lossMethod', max: 500 },
];
const result = (hint: Hint): Field => ({ name: 'result', kind: 'text', label: 'incidentsForms.label.handled', hint, required: true, max: 2_000 });
const classOf = (hint?: Hint): Field => ({ name: 'class', kind: 'class', label: 'incidentsForms.label.class', ...(hint ? { hint } : {}) });
const sending: readonly Field[] = [
  { name: 'leadUnitId', kind: 'lead', label: 'incidentsForms.label.leadUnitId', hint: 'incidentsForms.hint.dispatch', required: true },
  { name: 'coUnitIds', kind: 'units', label: 'incidentsForms.label.coUnitIds', hint: 'incidentsForms.hint.co' },
];

const forms: Record<StepAction, readonly Field[]> = {
  accept: [classOf('incidentsForms.hint.acceptClass'), { name: 'verifierId', kind: 'worker', label: 'incidentsForms.label.verifierId', hint: 'incidentsForms.hint.verifier' }, note],
  verify: [{ name: 'result', kind: { choices: ['exists', 'notExists', 'unable'] }, label: 'incidentsForms.label.result', hint: 'incidentsForms.hint.verify', required: true }, note, photos],
  file: [classOf(), note],
  decline: [reason('incidentsForms.hint.decline')],
  merge: [{ name: 'intoCaseId', kind: 'case', label: 'incidentsForms.label.intoCaseId', hint: 'incidentsForms.hint.merge', required: true }, note],
  unmerge: [note],
  dispatch: [...sending, note],
  acknowledge: [note],
  return: [{ name: 'ruleCode', kind: 'rule', label: 'incidentsForms.label.ruleCode', hint: 'incidentsForms.hint.rule', required: true }, reason('incidentsForms.hint.reasonSeen')],
  triage: [
    { name: 'participantUnitIds', kind: 'units', label: 'incidentsForms.label.participantUnitIds', hint: 'incidentsForms.hint.participants', required: true }, ...sending,
    { name: 'minutes', kind: 'text', label: 'incidentsForms.label.minutes', hint: 'incidentsForms.hint.minutes', required: true, max: 2_000 }, note,
  ],
  settle: [result('incidentsForms.hint.deliver'), photos, ...loss],
  handle: [{ ...note, label: 'incidentsForms.label.progress', hint: 'incidentsForms.hint.handle' }, photos],
  deliver: [result('incidentsForms.hint.deliver'), photos, { name: 'outcome', kind: { choices: ['agreed', 'refused', 'failed'] }, label: 'incidentsForms.label.outcome', required: true }, ...loss],
  requestSuspension: [{ name: 'until', kind: 'day', label: 'incidentsForms.label.until', hint: 'incidentsForms.hint.suspension', required: true }, reason()],
  requestExtension: [{ name: 'workingDays', kind: 'days', label: 'incidentsForms.label.workingDays', hint: 'incidentsForms.hint.extension', required: true }, reason()],
  approve: [{ ...note, hint: 'incidentsForms.hint.approve' }],
  refuse: [reason('incidentsForms.hint.refuse')],
  resume: [note],
  urge: [{ ...note, hint: 'incidentsForms.hint.urge' }],
  supervise: [{ name: 'level', kind: { choices: ['yellow', 'red', 'black'] }, label: 'incidentsForms.label.level', hint: 'incidentsForms.hint.supervise', required: true }, reason('incidentsForms.hint.reasonSeen')],
  check: [{ name: 'result', kind: { choices: ['pass', 'fail', 'unable'] }, label: 'incidentsForms.label.result', hint: 'incidentsForms.hint.check', required: true }, { ...note, label: 'incidentsForms.label.explain' }, photos],
  feedback: [{ name: 'text', kind: 'text', label: 'incidentsForms.label.text', hint: 'incidentsForms.hint.feedback', required: true, max: 8_000 }],
  rate: [{ name: 'satisfied', kind: 'satisfied', label: 'incidentsForms.label.satisfied', hint: 'incidentsForms.hint.rate', required: true }, { name: 'comment', kind: 'text', label: 'incidentsForms.label.comment', max: 1_000 }],
  close: [{ ...note, hint: 'incidentsForms.hint.close' }],
  forceClose: [reason('incidentsForms.hint.forceClose')],
  evaluate: [{ ...note, hint: 'incidentsForms.hint.evaluate' }],
  reopen: [reason('incidentsForms.hint.reopen')],
  message: [
    { name: 'unitId', kind: 'anyUnit', label: 'incidentsForms.label.unitId', hint: 'incidentsForms.hint.message', required: true },
    { name: 'text', kind: 'text', label: 'incidentsForms.label.message', required: true, max: 1_000 },
  ],
  escalate: [reason('incidentsForms.hint.escalate')],
  consent: [{ name: 'agreed', kind: 'yesNo', label: 'incidentsForms.label.agreed', hint: 'incidentsForms.hint.consent', required: true }, note],
};

export type Values = Readonly<Record<string, unknown>>;

/** The fields this case asks for. */
export function fieldsOf(action: StepAction, matter: CaseDetail): readonly Field[] {
  const fields = forms[action];
  // Only mediation has an outcome to choose; any other result is `done`.
  if (action === 'deliver' && !matter.dispute) return fields.filter(({ name }) => name !== 'outcome');
  if (action === 'close' && matter.rating?.satisfied === false) return fields.map((field) => ({ ...field, required: true, hint: 'incidentsForms.hint.closeUnsatisfied' as const }));
  return fields;
}

/** What is filled in before anybody types. */
export function defaultsOf(action: StepAction, matter: CaseDetail): Values {
  switch (action) {
    case 'accept': case 'file': return matter.class === null ? {} : { class: matter.class };
    case 'feedback': return { text: matter.result ?? '' };
    case 'requestExtension': return { workingDays: 3 };
    case 'dispatch': case 'triage': return { coUnitIds: [] };
    default: return {};
  }
}

/** The order in which people use them; the first allowed one is the main button. */
export const actionOrder: readonly StepAction[] = [
  'approve', 'refuse', 'accept', 'verify', 'file', 'triage', 'dispatch', 'acknowledge', 'deliver', 'handle', 'resume', 'check', 'feedback', 'close', 'rate', 'evaluate',
  'consent', 'escalate', 'settle', 'merge', 'unmerge', 'return', 'requestExtension', 'requestSuspension', 'message', 'urge', 'supervise', 'reopen', 'decline', 'forceClose',
];

export const letters: Partial<Record<StepAction, string>> = {
  accept: 'a', verify: 'v', file: 'f', dispatch: 'd', triage: 'g', acknowledge: 's', return: 't', handle: 'h', deliver: 'x', approve: 'y', resume: 'r', urge: 'u',
  supervise: 'p', check: 'c', feedback: 'b', close: 'z', evaluate: 'e', reopen: 'o', message: 'i', merge: 'w', escalate: 'l',
};

/** Ends something: marked. */
export const grave: readonly StepAction[] = ['decline', 'forceClose'];
/** Beside the way of a case: never the main button. */
export const aside: readonly StepAction[] = [...grave, 'merge', 'unmerge', 'return', 'requestExtension', 'requestSuspension', 'message', 'urge', 'supervise', 'reopen', 'consent', 'escalate', 'refuse'];

/** The field that a refusal is about: its sentence stands there. */
export const refusedField: Readonly<Record<string, string>> = {
  'incidents/evidence-missing': 'photos', 'incidents/photo-unknown': 'photos', 'incidents/loss-needs-method': 'lossMethod', 'incidents/class-missing': 'class', 'incidents/class-unknown': 'class',
  'incidents/verifier-is-reporter': 'verifierId', 'incidents/person-unknown': 'verifierId', 'incidents/merge-into-itself': 'intoCaseId', 'incidents/merge-into-merged': 'intoCaseId',
  'incidents/merge-into-ended': 'intoCaseId', 'incidents/level-skipped': 'leadUnitId', 'incidents/unit-unknown': 'leadUnitId', 'incidents/return-rule-unknown': 'ruleCode',
  'incidents/until-not-ahead': 'until', 'incidents/card-not-higher': 'level', 'incidents/reporter-not-satisfied': 'note',
};
