import type { Ctx } from '../../platform/action.ts';
import { isRefusal, type Refusal } from '../../platform/core/refusal.ts';
import type { Moved } from './store/ledger.ts';

/**
 * An id that comes back with other contents means a phone that was cloned or put back, or somebody who tries: the door keeps the refusal in
 * the audit, and here somebody is told to look. Gives on what it was given.
 */
export function alarmed(ctx: Pick<Ctx, 'log' | 'actor'>, transferId: string, moved: Moved | Refusal): Moved | Refusal {
  if (isRefusal(moved) && moved.refused === 'points/id-reused') ctx.log.error('a transfer id came back with other contents', { transfer: transferId, person: ctx.actor.personId ?? 0 });
  return moved;
}
