import type { Action, Card, DisputeLevel, Facts, State } from './steps.ts';

// A case is what its steps add up to. The server keeps the sum as a row; folding the steps again must give it back.

/** One line of the append-only history. Moments are RFC 3339 in UTC; `data` is what the step carried, typed by `action`. */
export type Step = {
  readonly action: Action;
  readonly from: State | null;
  readonly to: State;
  readonly at: string;
  readonly personId: number | null;
  readonly photos: readonly string[];
  readonly data: StepData;
};

/** Every field is optional: which of them a step carries follows from its action. */
export type StepData = {
  readonly class?: string | null;
  readonly needsVerification?: boolean;
  readonly hasReporter?: boolean;
  readonly disputeLevel?: DisputeLevel | null;
  readonly verifierId?: number | null;
  readonly checkerId?: number | null;
  readonly result?: string;
  readonly leadUnitId?: number;
  readonly coUnitIds?: readonly number[];
  readonly participantUnitIds?: readonly number[];
  readonly ruleCode?: string;
  readonly text?: string;
  readonly intoCaseId?: string;
  readonly lossAvoidedYuan?: number;
  readonly lossMethod?: string;
  readonly outcome?: string;
  readonly until?: string;
  readonly workingDays?: number;
  readonly level?: Card;
  readonly agreed?: boolean;
  readonly satisfied?: boolean;
  readonly unitId?: number;
  readonly unitName?: string;
  readonly leadName?: string;
  readonly coNames?: readonly string[];
  readonly number?: string;
  readonly evaluation?: Readonly<Record<string, string | number | boolean | null>>;
};

export type Request = {
  readonly kind: 'suspension' | 'extension';
  readonly until: string | null;
  readonly workingDays: number | null;
  readonly reason: string;
  readonly askedBy: number | null;
  readonly askedAt: string;
};

/** Everything about a case that its steps decide. */
export type CaseState = {
  readonly state: State;
  readonly round: number;
  readonly class: string | null;
  readonly needsVerification: boolean;
  readonly hasReporter: boolean;
  readonly verification: 'exists' | 'notExists' | 'unable' | null;
  readonly verifierId: number | null;
  readonly checkerId: number | null;
  readonly leadUnitId: number | null;
  readonly coUnitIds: readonly number[];
  readonly handledBy: readonly number[];
  readonly returns: number;
  readonly triaged: boolean;
  readonly returnedBy: readonly number[];
  readonly reworks: number;
  readonly request: Request | null;
  readonly extensions: number;
  readonly suspendedUntil: string | null;
  readonly card: Card | null;
  readonly urges: number;
  readonly lastUrgedAt: string | null;
  readonly result: string | null;
  readonly outcome: string | null;
  readonly lossAvoidedYuan: number | null;
  readonly lossMethod: string | null;
  readonly disputeLevel: DisputeLevel | null;
  readonly disputeConsent: boolean | null;
  readonly mergedInto: string | null;
  readonly stateBeforeMerge: State | null;
  readonly fedBackAt: string | null;
  readonly satisfied: boolean | null;
  readonly acceptedAt: string | null;
  readonly filedAt: string | null;
  readonly dispatchedAt: string | null;
  readonly handledAt: string | null;
  readonly endedAt: string | null;
  readonly evaluatedAt: string | null;
  readonly photos: number;
};

const blank: CaseState = {
  state: 'reported', round: 1, class: null, needsVerification: false, hasReporter: false, verification: null, verifierId: null, checkerId: null,
  leadUnitId: null, coUnitIds: [], handledBy: [], returns: 0, triaged: false, returnedBy: [], reworks: 0, request: null, extensions: 0,
  suspendedUntil: null, card: null, urges: 0, lastUrgedAt: null, result: null, outcome: null, lossAvoidedYuan: null, lossMethod: null,
  disputeLevel: null, disputeConsent: null, mergedInto: null, stateBeforeMerge: null, fedBackAt: null, satisfied: null,
  acceptedAt: null, filedAt: null, dispatchedAt: null, handledAt: null, endedAt: null, evaluatedAt: null, photos: 0,
};

export function fold(steps: readonly Step[]): CaseState {
  return steps.reduce((state, step) => apply(state, step), blank);
}

/** The case after one more step. Judges nothing: a step in the history did happen. */
export function apply(before: CaseState, step: Step): CaseState {
  const change = changes[step.action](before, step);
  return { ...before, ...change, state: step.to, photos: before.photos + step.photos.length };
}

type Change = Partial<CaseState>;
const none = (): Change => ({});
const helper = (before: CaseState, step: Step): Change =>
  (step.personId === null || before.handledBy.includes(step.personId) ? {} : { handledBy: [...before.handledBy, step.personId] });
const sent = (_before: CaseState, { at, data }: Step): Change => ({
  leadUnitId: data.leadUnitId ?? null, coUnitIds: data.coUnitIds ?? [], dispatchedAt: at, request: null, checkerId: null,
});
const done = (before: CaseState, step: Step): Change => ({
  ...helper(before, step), result: step.data.result ?? null, outcome: step.data.outcome ?? 'done', handledAt: step.at,
  lossAvoidedYuan: step.data.lossAvoidedYuan ?? null, lossMethod: step.data.lossMethod ?? null,
  checkerId: step.data.checkerId ?? null,
});

/** What is said to be done is not: a failed check or a new round asks again. */
const noResult = { handledAt: null, result: null, outcome: null, lossAvoidedYuan: null, lossMethod: null } as const;

const changes: Record<Action, (before: CaseState, step: Step) => Change> = {
  report: (_before, { data }) => ({ class: data.class ?? null, hasReporter: data.hasReporter ?? false, needsVerification: data.needsVerification ?? false, disputeLevel: data.disputeLevel ?? null }),
  accept: (before, { at, data }) => ({
    acceptedAt: before.acceptedAt ?? at, verifierId: data.verifierId ?? null, needsVerification: (data.verifierId ?? null) !== null, ...classed(before, data),
  }),
  verify: (_before, { data }) => ({ verification: asVerification(data.result) }),
  file: (before, { at, data }) => ({ filedAt: before.filedAt ?? at, ...classed(before, data) }),
  decline: (_before, { at }) => ({ endedAt: at, fedBackAt: at }),
  merge: (before, { data }) => ({ mergedInto: data.intoCaseId ?? null, stateBeforeMerge: before.state }),
  // What he said of the lead case's result is no answer about this one.
  unmerge: () => ({ mergedInto: null, stateBeforeMerge: null, fedBackAt: null, satisfied: null }),
  dispatch: sent,
  triage: (before, step) => ({ ...sent(before, step), triaged: true }),
  acknowledge: helper,
  return: (before, _step) => ({ returns: before.returns + 1, returnedBy: before.leadUnitId === null ? before.returnedBy : [...before.returnedBy, before.leadUnitId], leadUnitId: null, coUnitIds: [], request: null }),
  settle: (before, step) => ({ acceptedAt: before.acceptedAt ?? step.at, filedAt: before.filedAt ?? step.at, verification: 'exists', ...done(before, step) }),
  handle: (before, step) => ({ ...helper(before, step) }),
  deliver: done,
  requestSuspension: (_before, step) => ({ request: { kind: 'suspension', until: step.data.until ?? null, workingDays: null, reason: step.data.text ?? '', askedBy: step.personId, askedAt: step.at } }),
  requestExtension: (_before, step) => ({ request: { kind: 'extension', until: null, workingDays: step.data.workingDays ?? null, reason: step.data.text ?? '', askedBy: step.personId, askedAt: step.at } }),
  approve: (before) => (before.request?.kind === 'suspension'
    ? { request: null, suspendedUntil: before.request.until }
    : { request: null, extensions: before.extensions + 1 }),
  refuse: () => ({ request: null }),
  resume: () => ({ suspendedUntil: null }),
  urge: (before, { at }) => ({ urges: before.urges + 1, lastUrgedAt: at }),
  supervise: (_before, { data }) => ({ card: data.level ?? null }),
  check: (before, { data }) => (data.result === 'fail'
    ? { reworks: before.reworks + 1, checkerId: null, ...noResult }
    : data.result === 'unable' ? { checkerId: null } : {}),
  feedback: (before, { at }) => ({ fedBackAt: before.fedBackAt ?? at }),
  // Of a merged case the answer was given in its lead case; by now he has it.
  rate: (before, { at, data }) => ({ satisfied: data.satisfied ?? null, fedBackAt: before.fedBackAt ?? at }),
  close: (_before, { at }) => ({ endedAt: at }),
  // A result that nobody checked does not become one by force.
  forceClose: (before, { at }) => ({ endedAt: at, outcome: before.state === 'feedback' ? before.outcome : 'forced', request: null, suspendedUntil: null }),
  evaluate: (_before, { at }) => ({ evaluatedAt: at }),
  // A new round: what was decided for the old one is asked again, its history and clocks stay.
  reopen: (before) => ({
    round: before.round + 1, mergedInto: null, stateBeforeMerge: null, endedAt: null, evaluatedAt: null, fedBackAt: null, satisfied: null, ...noResult,
    leadUnitId: null, coUnitIds: [], handledBy: [], returns: 0, triaged: false, request: null, extensions: 0, suspendedUntil: null,
    checkerId: null, verification: before.filedAt === null ? null : before.verification,
  }),
  message: none,
  escalate: (before) => ({
    disputeLevel: before.disputeLevel === 'courtyard' ? 'village' : 'township', leadUnitId: null, coUnitIds: [], request: null, returns: 0, triaged: false,
  }),
  consent: (_before, { at, data }) => (data.agreed === false
    ? { disputeConsent: false, outcome: 'refused', handledAt: at, request: null, suspendedUntil: null }
    : { disputeConsent: true }),
};

function classed(before: CaseState, data: StepData): Change {
  if (!data.class || data.class === before.class) return {};
  const dispute = data.disputeLevel !== undefined ? { disputeLevel: data.disputeLevel } : {};
  return { class: data.class, ...dispute };
}

function asVerification(result: string | undefined): CaseState['verification'] {
  return result === 'exists' || result === 'notExists' || result === 'unable' ? result : null;
}

/** What `judge` needs to know, from the case, its class and the hour. */
export function factsOf(
  state: CaseState,
  terms: { settleable: boolean; evidencePhotos: number; duplicates: number; lead?: CaseState | null },
  now: Date,
): Facts {
  return {
    state: state.state, class: state.class, needsVerification: state.needsVerification, verification: state.verification,
    settleable: terms.settleable, evidencePhotos: terms.evidencePhotos, returns: state.returns, triaged: state.triaged,
    request: state.request?.kind ?? null, extensions: state.extensions, card: state.card,
    everFiled: state.filedAt !== null, fedBack: state.fedBackAt !== null, rated: state.satisfied !== null, satisfied: state.satisfied,
    hasReporter: state.hasReporter, stateBeforeMerge: state.stateBeforeMerge, duplicates: terms.duplicates,
    lead: terms.lead ? { state: terms.lead.state, fedBack: terms.lead.fedBackAt !== null, daysSinceEnd: daysSince(terms.lead.endedAt) } : null,
    dispute: state.disputeLevel === null ? null : { level: state.disputeLevel, consent: state.disputeConsent },
    minutesSinceUrge: state.lastUrgedAt === null ? null : (now.getTime() - Date.parse(state.lastUrgedAt)) / 60_000,
    daysSinceEnd: daysSince(state.endedAt),
  };

  function daysSince(at: string | null): number | null {
    return at === null ? null : (now.getTime() - Date.parse(at)) / 86_400_000;
  }
}
