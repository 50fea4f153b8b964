// The loop once more, as prose says it (src/domains/incidents/README.md), cell by cell and slowly. It shares no
// table and no code with rules/steps.ts: a slip there would have to be made here again, in other words.

/** Who asks, in everyday words; several may be true. */
export type Person = {
  readonly desk: boolean; readonly superior: boolean; readonly field: boolean; readonly namedVerifier: boolean; readonly namedChecker: boolean;
  readonly lead: boolean; readonly coHandler: boolean; readonly reporter: boolean;
  /** He worked on it himself, or belongs to a unit that does. */
  readonly tookPart: boolean;
  readonly askedForTime: boolean;
};

export type Matter = {
  readonly state: string;
  readonly hasClass: boolean; readonly looked: 'no' | 'exists' | 'notExists' | 'unable';
  readonly maySettle: boolean; readonly picturesAsked: number;
  readonly returnedTimes: number; readonly decidedTogether: boolean;
  readonly pending: 'nothing' | 'suspension' | 'extension'; readonly extendedTimes: number;
  readonly card: 'none' | 'yellow' | 'red' | 'black';
  readonly wasFiled: boolean; readonly answered: boolean; readonly verdict: 'none' | 'satisfied' | 'dissatisfied'; readonly somebodyWaits: boolean;
  readonly stoodAt: string; readonly others: number;
  readonly dispute: 'no' | 'courtyard' | 'village' | 'township'; readonly parties: 'notAsked' | 'agreed' | 'refused';
  readonly minutesSinceUrge: number | 'never'; readonly daysSinceEnd: number | 'open';
  /** Of a merged one: how it stands with the case that it was merged into. */
  readonly together: { readonly answered: 'no' | 'declined' | 'result'; readonly daysSinceEnd: number | 'open' };
};

export type Wish = {
  readonly result?: string; readonly newClass?: boolean; readonly pictures?: number; readonly loss?: number; readonly lossMethod?: string;
  readonly card?: 'yellow' | 'red' | 'black'; readonly agreed?: boolean; readonly reason?: string; readonly somebodyFound?: boolean;
  readonly unitLevel?: 'courtyard' | 'village' | 'township'; readonly target?: { readonly state: string; readonly same: boolean };
};

/** Either the state it leads to, or every reason against it: the loop must name one of them. */
export type Verdict = { readonly to: string } | { readonly because: readonly string[] };

export function mayBeDone(action: string, who: Person, it: Matter, wish: Wish = {}): Verdict {
  if (!isHisToDo(action, who)) return { because: ['not-yours'] };
  if (!isPossibleIn(action, it.state, who)) return { because: ['step-not-allowed'] };
  const reasons = reasonsAgainst(action, who, it, wish);
  return reasons.length > 0 ? { because: reasons } : { to: leadsTo(action, it, wish) };
}

function isHisToDo(action: string, who: Person): boolean {
  if (action === 'accept') return who.desk;
  if (action === 'verify') return who.namedVerifier || who.field;
  if (action === 'file') return who.desk;
  if (action === 'decline') return who.desk;
  if (action === 'merge') return who.desk;
  if (action === 'unmerge') return who.desk;
  if (action === 'dispatch') return who.desk;
  if (action === 'acknowledge') return who.lead;
  if (action === 'return') return who.lead || who.desk;
  if (action === 'triage') return who.desk;
  if (action === 'settle') return who.field;
  if (action === 'handle') return who.lead || who.coHandler;
  if (action === 'deliver') return who.lead;
  if (action === 'requestSuspension') return who.lead;
  if (action === 'requestExtension') return who.lead;
  if (action === 'approve') return who.desk;
  if (action === 'refuse') return who.desk;
  if (action === 'resume') return who.desk || who.lead;
  if (action === 'urge') return who.desk || who.superior || who.reporter;
  if (action === 'supervise') return who.desk || who.superior;
  if (action === 'check') return who.namedChecker || who.field || who.desk;
  if (action === 'feedback') return who.desk;
  if (action === 'rate') return who.reporter;
  if (action === 'close') return who.desk;
  if (action === 'forceClose') return who.superior;
  if (action === 'evaluate') return who.desk || who.superior;
  if (action === 'reopen') return who.reporter || who.desk || who.superior;
  if (action === 'message') return who.desk || who.superior;
  if (action === 'escalate') return who.desk || who.lead;
  if (action === 'consent') return who.desk || who.field || who.lead;
  throw new Error(`the oracle does not know ${action}`);
}

function isPossibleIn(action: string, state: string, who: Person): boolean {
  const is = (...some: string[]): boolean => some.includes(state);
  const isOver = is('declined', 'merged', 'closed', 'evaluated');
  if (action === 'accept') return is('reported');
  if (action === 'verify') return is('verifying');
  if (action === 'file') return is('accepted', 'verifying');
  if (action === 'decline') return is('reported', 'accepted', 'verifying');
  // A unit that has begun to work goes on: what it did must not vanish behind another case.
  if (action === 'merge') return is('reported', 'accepted', 'verifying', 'filed', 'returned', 'dispatched');
  if (action === 'unmerge') return is('merged');
  if (action === 'dispatch') return is('filed', 'returned');
  if (action === 'acknowledge') return is('dispatched');
  if (action === 'return') return is('dispatched', 'acknowledged');
  if (action === 'triage') return is('returned');
  if (action === 'settle') return is('reported', 'accepted', 'verifying');
  if (action === 'handle') return is('acknowledged', 'handling', 'rework');
  if (action === 'deliver') return is('handling');
  if (action === 'requestSuspension') return is('acknowledged', 'handling', 'rework');
  if (action === 'requestExtension') return is('acknowledged', 'handling', 'rework');
  if (action === 'approve') return is('acknowledged', 'handling', 'rework');
  if (action === 'refuse') return is('acknowledged', 'handling', 'rework');
  if (action === 'resume') return is('suspended');
  if (action === 'urge') return !isOver;
  // A card is for work that is late: before it is taken up and after the result there is nothing to put a card on.
  if (action === 'supervise') return !isOver && !is('reported', 'feedback');
  if (action === 'check') return is('handled', 'checking');
  if (action === 'feedback') return is('feedback');
  // Who reported the same matter has a say of his own about what came of it.
  if (action === 'rate') return is('feedback', 'closed', 'evaluated') || (is('merged') && who.reporter);
  if (action === 'close') return is('feedback');
  if (action === 'forceClose') return !isOver && !is('reported');
  if (action === 'evaluate') return is('closed');
  if (action === 'reopen') return is('feedback', 'closed', 'evaluated', 'declined') || (is('merged') && who.reporter);
  if (action === 'message') return !isOver;
  if (action === 'escalate') return is('filed', 'returned', 'handling', 'rework');
  // 人民调解法: a party may say no at any time until there is a result.
  if (action === 'consent') return is('accepted', 'verifying', 'filed', 'returned', 'dispatched', 'acknowledged', 'handling', 'suspended', 'rework');
  throw new Error(`the oracle does not know ${action}`);
}

function reasonsAgainst(action: string, who: Person, it: Matter, wish: Wish): string[] {
  const no: string[] = [];
  const against = (is: boolean, reason: string): void => { if (is) no.push(reason); };
  if (action === 'verify') {
    against(who.reporter, 'verifier-is-reporter');
    against(it.looked === 'exists' || it.looked === 'notExists', 'already-verified');
  }
  if (action === 'file') {
    against(!it.hasClass && wish.newClass !== true, 'class-missing');
    against(it.looked === 'notExists', 'verified-not-existing');
    against(it.state === 'verifying' && it.looked === 'no', 'not-verified');
  }
  if (action === 'merge') {
    against(wish.target?.same === true, 'merge-into-itself');
    against(it.others > 0, 'has-duplicates');
    against(wish.target?.state === 'merged', 'merge-into-merged');
    against(wish.target?.state === 'declined' || wish.target?.state === 'closed' || wish.target?.state === 'evaluated', 'merge-into-ended');
  }
  if (action === 'dispatch') against(it.state === 'returned' && it.returnedTimes >= 2, 'needs-triage');
  if (action === 'triage') against(it.returnedTimes < 2, 'triage-too-early');
  if (action === 'dispatch' || action === 'triage') {
    against(it.dispute !== 'no' && it.parties !== 'agreed', 'consent-missing');
    against(it.dispute === 'courtyard' && (wish.unitLevel === 'village' || wish.unitLevel === 'township'), 'level-skipped');
    against(it.dispute === 'village' && wish.unitLevel === 'township', 'level-skipped');
  }
  if (action === 'return') against(it.decidedTogether, 'triage-is-binding');
  if (action === 'settle') against(!it.maySettle, 'not-settleable');
  if (action === 'settle' || action === 'deliver') {
    against((wish.pictures ?? 0) < it.picturesAsked, 'evidence-missing');
    against((wish.loss ?? 0) > 0 && (wish.lossMethod ?? '').trim() === '', 'loss-needs-method');
  }
  if (action === 'deliver') against(it.pending !== 'nothing', 'request-pending');
  if (action === 'requestSuspension' || action === 'requestExtension') against(it.pending !== 'nothing', 'request-pending');
  if (action === 'requestExtension') against(it.extendedTimes >= 2, 'extended-twice');
  if (action === 'approve' || action === 'refuse') {
    against(it.pending === 'nothing', 'no-request');
    against(it.pending !== 'nothing' && who.askedForTime, 'own-request');
  }
  if (action === 'urge') against(it.minutesSinceUrge !== 'never' && it.minutesSinceUrge < 120, 'urged-recently');
  if (action === 'supervise') {
    against(it.card === 'yellow' && wish.card === 'yellow', 'card-not-higher');
    against(it.card === 'red' && (wish.card === 'yellow' || wish.card === 'red'), 'card-not-higher');
    against(it.card === 'black' && wish.card !== undefined, 'card-not-higher');
  }
  if (action === 'check') against(who.tookPart, 'checker-is-handler');
  if (action === 'rate') {
    against(it.verdict !== 'none', 'already-rated');
    against(it.state !== 'merged' && !it.answered, 'no-feedback-yet');
    against(it.state === 'merged' && it.together.answered !== 'result', 'no-feedback-yet');
  }
  if (action === 'close') {
    against(it.somebodyWaits && !it.answered, 'no-feedback-yet');
    against(it.verdict === 'dissatisfied' && (wish.reason ?? '').trim() === '', 'reporter-not-satisfied');
  }
  if (action === 'reopen') {
    against(it.state === 'feedback' && !it.answered, 'no-feedback-yet');
    against(it.state === 'merged' && it.together.answered === 'no', 'no-feedback-yet');
    against(!who.desk && !who.superior && it.state === 'merged' && it.together.daysSinceEnd !== 'open' && it.together.daysSinceEnd > 30, 'reopen-window-over');
    // The desk and a superior may always; somebody who is only the reporter has thirty days.
    against(!who.desk && !who.superior && it.state !== 'merged' && it.daysSinceEnd !== 'open' && it.daysSinceEnd > 30, 'reopen-window-over');
  }
  if (action === 'escalate') {
    against(it.dispute === 'no', 'not-a-dispute');
    against(it.dispute === 'township', 'top-level');
  }
  if (action === 'consent') against(it.dispute === 'no', 'not-a-dispute');
  return no;
}

function leadsTo(action: string, it: Matter, wish: Wish): string {
  if (action === 'accept') return wish.somebodyFound === true ? 'verifying' : 'accepted';
  if (action === 'file') return 'filed';
  if (action === 'decline') return 'declined';
  if (action === 'merge') return 'merged';
  if (action === 'unmerge') return it.stoodAt;
  if (action === 'dispatch') return 'dispatched';
  if (action === 'triage') return 'dispatched';
  if (action === 'acknowledge') return 'acknowledged';
  if (action === 'return') return 'returned';
  // Settled on the spot nobody checks: the desk, which answers and closes, sees the pictures.
  if (action === 'settle') return 'feedback';
  if (action === 'handle') return 'handling';
  if (action === 'deliver') return wish.somebodyFound === true ? 'checking' : 'handled';
  if (action === 'approve') return it.pending === 'suspension' ? 'suspended' : it.state;
  if (action === 'resume') return 'handling';
  if (action === 'check') {
    if (wish.result === 'pass') return 'feedback';
    if (wish.result === 'fail') return 'rework';
    return 'handled';
  }
  if (action === 'close') return 'closed';
  if (action === 'forceClose') return 'closed';
  if (action === 'evaluate') return 'evaluated';
  // One that never became a case begins anew, so that somebody can be sent to look again.
  if (action === 'reopen') return it.wasFiled ? 'filed' : 'reported';
  if (action === 'escalate') return 'filed';
  if (action === 'consent') return wish.agreed === false ? 'feedback' : it.state;
  // verify, requests, refuse, urge, supervise, feedback, rate, message: said, and the case stays where it is.
  return it.state;
}
