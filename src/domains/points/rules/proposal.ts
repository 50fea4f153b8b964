import { refuse, type Refusal } from '../../../platform/core/refusal.ts';

// An entry on its way: proposed, confirmed by another, told, and credited when nobody objects in time or the objection fell.

export const proposalStates = ['proposed', 'confirmed', 'told', 'objected', 'credited', 'declined', 'withdrawn', 'upheld'] as const;
export type ProposalState = (typeof proposalStates)[number];
/** What still has to be decided before its period can close. */
export const unfinishedStates = ['proposed', 'confirmed', 'told', 'objected'] as const satisfies readonly ProposalState[];
export const proposalActions = ['confirm', 'decline', 'withdraw', 'tell', 'object', 'decide', 'credit'] as const;
export type ProposalAction = (typeof proposalActions)[number];

export type Standing = {
  readonly state: ProposalState;
  readonly proposedBy: number;
  readonly confirmedBy: number | null;
  /** Whoever wrote the objection down. */
  readonly raisedBy: number | null;
  /** The worker whose card it is, where it is one. */
  readonly workerId: number | null;
  readonly windowEndsOn: string | null;
};

const from: Readonly<Record<ProposalAction, readonly ProposalState[]>> = {
  confirm: ['proposed'], decline: ['proposed'], withdraw: ['proposed'], tell: ['confirmed'], object: ['confirmed', 'told', 'credited'], decide: ['objected'], credit: ['told'],
};

/** May this person take this step now? Nobody judges what he has said himself, and nobody his own card. */
export function judgeProposal(action: ProposalAction, standing: Standing, personId: number | null, today: string): Refusal | null {
  const { state, proposedBy, confirmedBy, raisedBy, workerId, windowEndsOn } = standing;
  if (!from[action].includes(state)) return refuse('points/proposal-not-so', { state: `@points.state.${state}`, action: `@points.step.${action}` });
  const isParty = personId !== null && personId === workerId;
  switch (action) {
    case 'confirm':
    case 'decline':
      if (personId === proposedBy) return refuse('points/own-proposal', {}, 'forbidden');
      return isParty ? refuse('points/own-card', {}, 'forbidden') : null;
    case 'withdraw':
      return personId === proposedBy ? null : refuse('points/not-yours', {}, 'forbidden');
    case 'object':
      return windowEndsOn !== null && today > windowEndsOn ? refuse('points/window-over', { on: windowEndsOn }) : null;
    case 'decide':
      if (personId === raisedBy) return refuse('points/own-objection', {}, 'forbidden');
      if (personId === proposedBy || personId === confirmedBy) return refuse('points/decided-before', {}, 'forbidden');
      return isParty ? refuse('points/own-card', {}, 'forbidden') : null;
    case 'credit':
      return windowEndsOn !== null && today <= windowEndsOn ? refuse('points/window-open', { on: windowEndsOn }) : null;
    case 'tell':
      return null;
  }
}

/** Those of these steps that it shows a button for. */
export function offeredSteps(standing: Standing, personId: number | null, today: string, may: (action: ProposalAction) => boolean): ProposalAction[] {
  return proposalActions.filter((one) => one !== 'credit' && may(one) && judgeProposal(one, standing, personId, today) === null);
}
