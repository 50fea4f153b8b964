import { isRefusal } from '../../../platform/core/refusal.ts';
import { judge, moves, type Detail, type Facts, type State, type StepAction } from './steps.ts';

// What a phone knows of a case, and what its own unsent work makes of it: the same table of steps as on the server. The server
// has the last word; what it refuses is put before the person.

export type CaseOnPhone = {
  readonly id: string;
  /** Empty until the server has given one. */
  readonly number: string;
  readonly state: State;
  readonly className: string | null;
  readonly summary: string; readonly address: string;
  /** From the township down. */
  readonly areaNames: readonly string[];
  readonly longitude: number | null; readonly latitude: number | null;
  readonly reportedAt: string; readonly dueAt: string | null;
  /** What it waits for from this person; null: it is his own report, or he has done his part. */
  readonly why: string | null;
  readonly message: string | null;
  readonly revision: number;
  readonly facts: Facts;
  /** Done here, and not yet seen by the server: which step. `refusedBy`: as far as the phone knows it will be refused. */
  readonly ahead: { readonly action: string; readonly at: string; readonly refusedBy: string | null } | null;
};
export type CasesOnPhone = ReadonlyMap<string, CaseOnPhone>;
export type OwnCommand = { readonly name: string; readonly input: unknown; readonly at: string };

export function foldOnPhone(cases: CasesOnPhone, command: OwnCommand): CasesOnPhone {
  const { name, at } = command;
  const input = Object(command.input) as Readonly<Record<string, unknown>>; // each field is looked at before it is used
  if (name === 'incidents.report') return reported(cases, input, at);
  const action = actionOf(name);
  const before = typeof input['caseId'] === 'string' ? cases.get(input['caseId']) : undefined;
  if (!action || !before) return cases;
  // Whether it is his to do was decided when it was given to him; here only the state speaks.
  const verdict = judge(action, before.facts, { parties: moves[action].by, isReporter: false, hasHandled: false, askedRequest: false }, detailOf(input));
  const after: CaseOnPhone = isRefusal(verdict)
    ? { ...before, ahead: { action, at, refusedBy: verdict.refused } }
    : { ...before, state: verdict, why: null, revision: before.revision + 1, facts: factsAfter(before.facts, action, verdict, input), ahead: { action, at, refusedBy: null } };
  return new Map([...cases, [before.id, after]]);
}

function reported(cases: CasesOnPhone, input: Readonly<Record<string, unknown>>, at: string): CasesOnPhone {
  const { id, description, place, photos } = input;
  if (typeof id !== 'string' || cases.has(id)) return cases;
  const { longitude, latitude, address } = Object(place) as { longitude?: unknown; latitude?: unknown; address?: unknown }; // likewise
  const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  const made: CaseOnPhone = {
    id, number: '', state: 'reported', className: null, summary: [...String(description ?? '')].slice(0, 60).join(''), address: typeof address === 'string' ? address : '', areaNames: [],
    longitude: numberOf(longitude), latitude: numberOf(latitude), reportedAt: at, dueAt: null, why: null, message: null, revision: 0,
    facts: { ...unknownFacts, class: typeof input['class'] === 'string' ? input['class'] : null, evidencePhotos: 0, hasReporter: true }, ahead: { action: 'report', at, refusedBy: null },
  };
  return photos === undefined || Array.isArray(photos) ? new Map([...cases, [id, made]]) : cases;
}

/** Of a case of which one knows only that it is there. */
export const unknownFacts: Facts = {
  state: 'reported', class: null, needsVerification: false, verification: null, settleable: true, evidencePhotos: 0, returns: 0, triaged: false, request: null, extensions: 0, card: null,
  everFiled: false, fedBack: false, rated: false, satisfied: null, hasReporter: false, stateBeforeMerge: null, lead: null, duplicates: 0, dispute: null, minutesSinceUrge: null, daysSinceEnd: null,
};

const onTheSpot = ['verify', 'settle', 'check', 'acknowledge', 'handle', 'deliver'] as const satisfies readonly StepAction[];

function actionOf(name: string): StepAction | undefined {
  return onTheSpot.find((action) => name === `incidents.${action}`);
}

const results = ['exists', 'notExists', 'unable', 'pass', 'fail'] as const;

function detailOf(input: Readonly<Record<string, unknown>>): Detail {
  const result = results.find((one) => one === input['result']);
  const { lossAvoidedYuan, lossMethod, photos } = input;
  return {
    ...(result === undefined ? {} : { result }), photos: Array.isArray(photos) ? new Set(photos).size : 0,
    ...(typeof lossAvoidedYuan === 'number' ? { lossAvoidedYuan } : {}), ...(typeof lossMethod === 'string' ? { lossMethod } : {}),
  };
}

function factsAfter(facts: Facts, action: StepAction, state: State, input: Readonly<Record<string, unknown>>): Facts {
  const { result } = detailOf(input);
  const verification = action === 'settle' ? 'exists' : action === 'verify' && (result === 'exists' || result === 'notExists' || result === 'unable') ? result : facts.verification;
  return { ...facts, state, verification };
}
