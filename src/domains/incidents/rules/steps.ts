import { refuse, type Refusal } from '../../../platform/core/refusal.ts';

// The six steps as one table. On the server alone `judge` guards each step; `offered` asks it
// for every step, and that answer (`allowed`) is what the buttons of desk and phone show.

export const states = [
  'reported', 'accepted', 'verifying', 'filed', 'declined', 'merged', 'dispatched', 'acknowledged', 'returned',
  'handling', 'suspended', 'rework', 'handled', 'checking', 'feedback', 'closed', 'evaluated',
] as const;
export type State = (typeof states)[number];

export const actions = [
  'report', 'accept', 'verify', 'file', 'decline', 'merge', 'unmerge', 'dispatch', 'acknowledge', 'return', 'triage',
  'settle', 'handle', 'deliver', 'requestSuspension', 'requestExtension', 'approve', 'refuse', 'resume', 'urge', 'supervise',
  'check', 'feedback', 'rate', 'close', 'forceClose', 'evaluate', 'reopen', 'message', 'escalate', 'consent',
] as const;
export type Action = (typeof actions)[number];
/** `report` makes a case; the others move one. */
export type StepAction = Exclude<Action, 'report'>;

/** What somebody is to a case. One person may be several. */
export const parties = ['desk', 'supervisor', 'verifier', 'checker', 'gridWorker', 'lead', 'coHandler', 'reporter'] as const;
export type Party = (typeof parties)[number];

export const cards = ['yellow', 'red', 'black'] as const;
export type Card = (typeof cards)[number];
export const disputeLevels = ['courtyard', 'village', 'township'] as const;
export type DisputeLevel = (typeof disputeLevels)[number];

/** 信息上报 1 · 核实立案 2 · 分流交办 3 · 跟踪处理 4 · 事件反馈 5 · 考核评价 6: the closed loop as grid management has it. */
export const stepOf: Record<State, 1 | 2 | 3 | 4 | 5 | 6> = {
  reported: 1, accepted: 2, verifying: 2, declined: 2, merged: 2, filed: 3, returned: 3, dispatched: 3,
  acknowledged: 4, handling: 4, suspended: 4, rework: 4, handled: 5, checking: 5, feedback: 5, closed: 6, evaluated: 6,
};

export const ended: readonly State[] = ['declined', 'merged', 'closed', 'evaluated'];
const withUnit: readonly State[] = ['dispatched', 'acknowledged', 'handling', 'suspended', 'rework'];
const beforeSending: readonly State[] = ['accepted', 'verifying', 'filed', 'returned'];
export const open: readonly State[] = states.filter((state) => !ended.includes(state));

/** What the rules need to know of a case; nothing personal. */
export type Facts = {
  readonly state: State;
  readonly class: string | null;
  readonly needsVerification: boolean;
  readonly verification: 'exists' | 'notExists' | 'unable' | null;
  readonly settleable: boolean;
  readonly evidencePhotos: number;
  readonly returns: number;
  readonly triaged: boolean;
  readonly request: 'suspension' | 'extension' | null;
  readonly extensions: number;
  readonly card: Card | null;
  readonly everFiled: boolean;
  readonly fedBack: boolean;
  readonly rated: boolean;
  readonly satisfied: boolean | null;
  /** Somebody outside waits for an answer; a matter that the desk itself found needs none. */
  readonly hasReporter: boolean;
  readonly stateBeforeMerge: State | null;
  /** The case that it was merged into: what is done there answers its reporter too. */
  readonly lead: { readonly state: State; readonly fedBack: boolean; readonly daysSinceEnd: number | null } | null;
  readonly duplicates: number;
  readonly dispute: { readonly level: DisputeLevel; readonly consent: boolean | null } | null;
  readonly minutesSinceUrge: number | null;
  /** Natural days since it ended; null while open. */
  readonly daysSinceEnd: number | null;
};

/** Who asks, as far as the rules care. */
export type Asker = {
  readonly parties: readonly Party[];
  readonly isReporter: boolean;
  /** He took part in handling this round, or belongs to a unit that does. */
  readonly hasHandled: boolean;
  /** He asked for the pause or extension that is pending. */
  readonly askedRequest: boolean;
};

/** Details of an action that decide whether it is allowed and where it leads. */
export type Detail = {
  readonly result?: 'exists' | 'notExists' | 'unable' | 'pass' | 'fail';
  readonly class?: string | null;
  readonly photos?: number;
  readonly lossAvoidedYuan?: number;
  readonly lossMethod?: string;
  readonly level?: Card;
  readonly agreed?: boolean;
  readonly outcome?: string;
  readonly note?: string;
  readonly workingDays?: number;
  /** Somebody could be named to verify or check. */
  readonly named?: boolean;
  /** The highest level at which a unit that is being asked stands; for disputes. */
  readonly unitLevel?: DisputeLevel;
  readonly target?: { readonly state: State; readonly same: boolean };
};

type Move = {
  readonly from: readonly State[];
  /** States from which the reporter may take it, and nobody else. */
  readonly fromByReporter?: readonly State[];
  readonly by: readonly Party[];
  readonly to: (facts: Facts, detail: Detail) => State;
  readonly unless?: (facts: Facts, asker: Asker, detail: Detail) => string | null;
};

const stay = (facts: Facts): State => facts.state;
const levelOf = (level: DisputeLevel): number => disputeLevels.indexOf(level);

function sendingProblem(facts: Facts, detail: Detail): string | null {
  if (!facts.dispute) return null;
  if (facts.dispute.consent !== true) return 'consent-missing';
  if (detail.unitLevel && levelOf(detail.unitLevel) > levelOf(facts.dispute.level)) return 'level-skipped';
  return null;
}

/** Declined together with its lead case it was answered too, but there is no result to be satisfied with. */
function isAnswered({ state, fedBack, lead }: Facts): boolean {
  return state === 'merged' ? lead?.fedBack === true && lead.state !== 'declined' : fedBack;
}

function resultProblem(facts: Facts, detail: Detail): string | null {
  if ((detail.photos ?? 0) < facts.evidencePhotos) return 'evidence-missing';
  if ((detail.lossAvoidedYuan ?? 0) > 0 && !detail.lossMethod?.trim()) return 'loss-needs-method';
  return null;
}

/** Days after the end in which the reporter himself may reopen. The desk may always. */
export const reopenWindowDays = 30;
/** Nobody is urged twice within this many minutes, whoever urges. */
export const urgeQuietMinutes = 120;

export const moves: Record<StepAction, Move> = {
  accept: { from: ['reported'], by: ['desk'], to: (facts, detail) => (detail.named ? 'verifying' : 'accepted') },
  verify: {
    from: ['verifying'], by: ['verifier', 'gridWorker'], to: stay,
    unless: (facts, asker) => (asker.isReporter ? 'verifier-is-reporter' : facts.verification !== null && facts.verification !== 'unable' ? 'already-verified' : null),
  },
  file: {
    from: ['accepted', 'verifying'], by: ['desk'], to: () => 'filed',
    unless: (facts, _asker, detail) => {
      if (!(detail.class ?? facts.class)) return 'class-missing';
      if (facts.verification === 'notExists') return 'verified-not-existing';
      if (facts.state === 'verifying' && facts.verification === null) return 'not-verified';
      return null;
    },
  },
  decline: { from: ['reported', 'accepted', 'verifying'], by: ['desk'], to: () => 'declined' },
  merge: {
    from: ['reported', 'accepted', 'verifying', 'filed', 'returned', 'dispatched'], by: ['desk'], to: () => 'merged',
    unless: (facts, _asker, detail) => {
      if (detail.target?.same) return 'merge-into-itself';
      if (facts.duplicates > 0) return 'has-duplicates';
      if (detail.target?.state === 'merged') return 'merge-into-merged';
      if (detail.target && ended.includes(detail.target.state)) return 'merge-into-ended';
      return null;
    },
  },
  unmerge: { from: ['merged'], by: ['desk'], to: (facts) => facts.stateBeforeMerge ?? 'accepted' },
  dispatch: {
    from: ['filed', 'returned'], by: ['desk'], to: () => 'dispatched',
    unless: (facts, _asker, detail) => (facts.returns >= 2 && facts.state === 'returned' ? 'needs-triage' : sendingProblem(facts, detail)),
  },
  acknowledge: { from: ['dispatched'], by: ['lead'], to: () => 'acknowledged' },
  return: {
    from: ['dispatched', 'acknowledged'], by: ['lead', 'desk'], to: () => 'returned',
    unless: (facts) => (facts.triaged ? 'triage-is-binding' : null),
  },
  triage: {
    from: ['returned'], by: ['desk'], to: () => 'dispatched',
    unless: (facts, _asker, detail) => (facts.returns < 2 ? 'triage-too-early' : sendingProblem(facts, detail)),
  },
  settle: {
    from: ['reported', 'accepted', 'verifying'], by: ['gridWorker'], to: () => 'feedback',
    unless: (facts, _asker, detail) => (facts.settleable ? resultProblem(facts, detail) : 'not-settleable'),
  },
  handle: { from: ['acknowledged', 'handling', 'rework'], by: ['lead', 'coHandler'], to: () => 'handling' },
  deliver: {
    from: ['handling'], by: ['lead'], to: (facts, detail) => (detail.named ? 'checking' : 'handled'),
    unless: (facts, _asker, detail) => (facts.request ? 'request-pending' : resultProblem(facts, detail)),
  },
  requestSuspension: {
    from: ['acknowledged', 'handling', 'rework'], by: ['lead'], to: stay,
    unless: (facts) => (facts.request ? 'request-pending' : null),
  },
  requestExtension: {
    from: ['acknowledged', 'handling', 'rework'], by: ['lead'], to: stay,
    unless: (facts) => (facts.request ? 'request-pending' : facts.extensions >= 2 ? 'extended-twice' : null),
  },
  approve: {
    from: ['acknowledged', 'handling', 'rework'], by: ['desk'], to: (facts) => (facts.request === 'suspension' ? 'suspended' : facts.state),
    unless: (facts, asker) => (!facts.request ? 'no-request' : asker.askedRequest ? 'own-request' : null),
  },
  refuse: {
    from: ['acknowledged', 'handling', 'rework'], by: ['desk'], to: stay,
    unless: (facts, asker) => (!facts.request ? 'no-request' : asker.askedRequest ? 'own-request' : null),
  },
  resume: { from: ['suspended'], by: ['desk', 'lead'], to: () => 'handling' },
  urge: {
    from: open, by: ['desk', 'supervisor', 'reporter'], to: stay,
    unless: (facts) => (facts.minutesSinceUrge !== null && facts.minutesSinceUrge < urgeQuietMinutes ? 'urged-recently' : null),
  },
  supervise: {
    from: [...beforeSending, ...withUnit, 'handled', 'checking'], by: ['desk', 'supervisor'], to: stay,
    unless: (facts, _asker, detail) => (facts.card && detail.level && cards.indexOf(detail.level) <= cards.indexOf(facts.card) ? 'card-not-higher' : null),
  },
  check: {
    from: ['handled', 'checking'], by: ['checker', 'gridWorker', 'desk'],
    to: (_facts, detail) => (detail.result === 'pass' ? 'feedback' : detail.result === 'fail' ? 'rework' : 'handled'),
    unless: (_facts, asker) => (asker.hasHandled ? 'checker-is-handler' : null),
  },
  feedback: { from: ['feedback'], by: ['desk'], to: stay },
  rate: {
    from: ['feedback', 'closed', 'evaluated'], fromByReporter: ['merged'], by: ['reporter'], to: stay,
    unless: (facts) => (facts.rated ? 'already-rated' : !isAnswered(facts) ? 'no-feedback-yet' : null),
  },
  close: {
    from: ['feedback'], by: ['desk'], to: () => 'closed',
    unless: (facts, _asker, detail) => {
      if (facts.hasReporter && !facts.fedBack) return 'no-feedback-yet';
      // A dissatisfied reporter is not closed over in silence: the desk reopens, or says why it closes.
      return facts.satisfied === false && !detail.note?.trim() ? 'reporter-not-satisfied' : null;
    },
  },
  forceClose: { from: [...beforeSending, ...withUnit, 'handled', 'checking', 'feedback'], by: ['supervisor'], to: () => 'closed' },
  evaluate: { from: ['closed'], by: ['desk', 'supervisor'], to: () => 'evaluated' },
  reopen: {
    // A merged one leaves its lead case, which keeps its own end, and goes on by itself.
    from: ['feedback', 'closed', 'evaluated', 'declined'], fromByReporter: ['merged'], by: ['reporter', 'desk', 'supervisor'],
    // Never filed it begins anew: somebody may be sent to look again.
    to: (facts) => (facts.everFiled ? 'filed' : 'reported'),
    unless: (facts, asker) => {
      if ((facts.state === 'feedback' && !facts.fedBack) || (facts.state === 'merged' && facts.lead?.fedBack !== true)) return 'no-feedback-yet';
      const asReporterOnly = !asker.parties.includes('desk') && !asker.parties.includes('supervisor');
      const days = facts.state === 'merged' ? facts.lead?.daysSinceEnd : facts.daysSinceEnd;
      return asReporterOnly && (days ?? 0) > reopenWindowDays ? 'reopen-window-over' : null;
    },
  },
  message: { from: open, by: ['desk', 'supervisor'], to: stay },
  escalate: {
    from: ['filed', 'returned', 'handling', 'rework'], by: ['desk', 'lead'], to: () => 'filed',
    unless: (facts) => (!facts.dispute ? 'not-a-dispute' : facts.dispute.level === 'township' ? 'top-level' : null),
  },
  consent: {
    // Until there is a result a party may say no at any time (人民调解法 17, 26), also while the unit has not begun.
    from: [...beforeSending, ...withUnit], by: ['desk', 'gridWorker', 'lead'],
    to: (facts, detail) => (detail.agreed === false ? 'feedback' : facts.state),
    unless: (facts) => (facts.dispute ? null : 'not-a-dispute'),
  },
};

/**
 * May this asker take this action on a case with these facts?
 * @returns the next state, or a named refusal: `incidents/not-yours` (wrong person),
 * `incidents/step-not-allowed` (wrong state) or the guard's own name.
 */
export function judge(action: StepAction, facts: Facts, asker: Asker, detail: Detail = {}): State | Refusal {
  const move = moves[action];
  if (!move.by.some((party) => asker.parties.includes(party))) return refuse('incidents/not-yours', {}, 'forbidden');
  const isFrom = move.from.includes(facts.state) || (asker.isReporter && move.fromByReporter?.includes(facts.state) === true);
  if (!isFrom) return refuse('incidents/step-not-allowed', { action: `@incidents.action.${action}`, state: `@incidents.state.${facts.state}` });
  const problem = move.unless?.(facts, asker, detail) ?? null;
  if (problem) return refuse(`incidents/${problem}`);
  return move.to(facts, detail);
}

/** Refusals that depend on what will be typed, not on the case: a button is not disabled because of them. */
const answerable = new Set(['incidents/class-missing', 'incidents/evidence-missing', 'incidents/loss-needs-method', 'incidents/reporter-not-satisfied', 'incidents/card-not-higher', 'incidents/level-skipped']);

/** What this asker is offered, in the table's order; not allowed ones say why. Foreign actions are left out. */
export function offered(facts: Facts, asker: Asker): { action: StepAction; refusal: Refusal | null }[] {
  const list: { action: StepAction; refusal: Refusal | null }[] = [];
  for (const action of actions) {
    if (action === 'report') continue;
    const verdict = judge(action, facts, asker);
    if (typeof verdict === 'string') list.push({ action, refusal: null });
    else if (answerable.has(verdict.refused)) list.push({ action, refusal: null });
    else if (verdict.refused !== 'incidents/not-yours' && verdict.refused !== 'incidents/step-not-allowed') list.push({ action, refusal: verdict });
  }
  return list;
}
