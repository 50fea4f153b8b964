import type { Ctx, ReadCtx } from '../../platform/action.ts';
import { grantAt, type Actor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { Vault } from '../../platform/vault.ts';
import type { AreaTree } from '../geography/actions.ts';
import { maskAddress, maskName } from '../registry/rules/masks.ts';
import { isChild, isMinor, sightOf } from '../registry/rules/sight.ts';
import type { HouseholdKnown, PersonKnown } from './store/people.ts';

// Who may see what of whom: the registry's own rules of sight, asked for each person who is named here.

type Looking = Pick<ReadCtx, 'actor' | 'now'>;

/** Name and address as the caller may read them of this person in a list; empty where he may not. */
export function shown({ actor, now }: Looking, person: PersonKnown): { readonly name: string; readonly address: string } {
  const viewer = { works: grantAt(actor, 'registry.write', person.areaPath) !== undefined, reads: grantAt(actor, 'registry.read', person.areaPath) !== undefined, reveals: false, helps: person.helped };
  const sight = sightOf(viewer, 'list', isChild(person.birthDate, dayOf(now)));
  return {
    name: sight.name === 'full' ? person.name : sight.name === 'masked' ? maskName(person.name) : '',
    address: sight.address === 'full' ? person.address : sight.address === 'masked' ? maskAddress(person.address) : '',
  };
}

/** A household is called by its head, where there is one that the caller may read. */
export function householdName(looking: Looking, household: HouseholdKnown): string {
  if (household.head === null) return household.number || household.address;
  const { name } = shown(looking, { id: '', areaId: household.areaId, areaPath: household.areaPath, name: household.head, birthDate: household.headBorn, address: '', householdId: household.id, helped: false, sealed: false });
  return name || household.number || household.address;
}

/** Seen by those who came and by the helpers alone: a child's, and what concerns a need that only they know. */
export function isSensitiveVisit({ now }: Looking, person: PersonKnown | undefined): boolean {
  return person !== undefined && (person.sealed || isMinor(person.birthDate, dayOf(now)));
}

export function whereIs(areas: AreaTree, areaId: number): { id: number; name: string } {
  return { id: areaId, name: areas.names(areaId).join(' ') };
}

export function mayVisit(actor: Actor, areaPath: string, person?: PersonKnown): boolean {
  return grantAt(actor, 'patrol.visit', areaPath) !== undefined || person?.helped === true;
}

/** What was found and measured, as it lies sealed. */
export type Sealed = Readonly<Record<string, unknown>>;
export function seal(vault: Vault, table: string, column: string, row: string, what: Sealed): Buffer {
  return vault.seal('care', { table, column, row }, JSON.stringify(what));
}
/** Empty where the key is lost. */
export function unseal(vault: Vault, table: string, column: string, row: string, sealed: Buffer): Sealed {
  const text = vault.open('care', { table, column, row }, sealed);
  const read: unknown = text === null ? {} : JSON.parse(text);
  return Object(read);
}
export function textOf(sealed: Sealed, name: string): string {
  const value = sealed[name];
  return typeof value === 'string' ? value : '';
}

/** Who writes: an account, never the command line. */
export function writer(ctx: Pick<Ctx, 'actor'>): { readonly id: number; readonly name: string } {
  if (ctx.actor.personId === null) throw new Error('The door let somebody without an account through to what is done in a name.');
  return { id: ctx.actor.personId, name: ctx.actor.name };
}

export const unknownArea = (): Refusal => absent('patrol/area-unknown');
export const unknownPerson = (): Refusal => absent('patrol/person-unknown');
export const taken = (): Refusal => refuse('patrol/id-taken', {}, 'clash');
