import type { Ctx, ReadCtx } from '../../platform/action.ts';
import { grantAt, pathsFor, type Actor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { Vault } from '../../platform/vault.ts';
import type { AreaTree } from '../geography/actions.ts';
import { maskName } from '../registry/rules/masks.ts';
import { isMinor, sightOf } from '../registry/rules/sight.ts';
import type { HouseholdRow } from './store/people.ts';

// Who may see what, and who acts.

/** Also where a post lies below: whoever works in a grid reads the book of its village. */
export function reaches(actor: Actor, permission: string, path: string): boolean {
  return pathsFor(actor, permission).some((mine) => path.startsWith(mine) || mine.startsWith(path));
}

/** A household by its head, as the registry lets the caller know him; a child is never named. */
export function householdName({ actor, now }: Pick<ReadCtx, 'actor' | 'now'>, household: HouseholdRow | undefined): string {
  if (!household) return '';
  const viewer = { works: grantAt(actor, 'registry.write', household.areaPath) !== undefined, reads: grantAt(actor, 'registry.read', household.areaPath) !== undefined, reveals: false, helps: false };
  const child = isMinor(household.headBorn, dayOf(now));
  const sight = sightOf(viewer, 'list', child);
  const name = household.head === null || child ? '' : sight.name === 'full' ? household.head : maskName(household.head);
  return [name, household.number].filter(Boolean).join(' ') || household.id.slice(0, 8);
}

export function whereIs(areas: AreaTree, areaId: number): { id: number; name: string } {
  return { id: areaId, name: areas.names(areaId).join(' ') };
}

/** Who writes: an account, never the command line. */
export function writer(ctx: Pick<Ctx, 'actor'>): { readonly id: number; readonly name: string } {
  if (ctx.actor.personId === null) throw new Error('The door let somebody without an account through to what is done in a name.');
  return { id: ctx.actor.personId, name: ctx.actor.name };
}

type Sealed = 'proposal.note' | 'proposal_step.note' | 'objection.reason' | 'objection.decision';
const placeOf = (what: Sealed, row: string): { table: string; column: string; row: string } => ({ table: `points.${what.slice(0, what.indexOf('.'))}`, column: `${what.slice(what.indexOf('.') + 1)}_sealed`, row });
export function seal(vault: Vault, what: Sealed, row: string, text: string): Buffer {
  return vault.seal('care', placeOf(what, row), text.trim());
}
/** Empty where the key is lost. */
export function unseal(vault: Vault, what: Sealed, row: string, sealed: Buffer | null): string {
  return sealed === null ? '' : vault.open('care', placeOf(what, row), sealed) ?? '';
}

export const unknownBook = (): Refusal => absent('points/book-unknown');
export const unknownVersion = (): Refusal => absent('points/version-unknown');
export const unknownProposal = (): Refusal => absent('points/proposal-unknown');
export const taken = (): Refusal => refuse('points/id-taken', {}, 'clash');
