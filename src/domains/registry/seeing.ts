import type { ReadCtx } from '../../platform/action.ts';
import { grantAt, type Actor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import type { Vault } from '../../platform/vault.ts';
import type { AreaTree } from '../geography/actions.ts';
import { maskPhone } from '../identity/rules/people.ts';
import type { Person } from './contract-shapes.ts';
import { maskAddress, maskIdNumber, maskName, yearOf } from './rules/masks.ts';
import { ageOn, isChild, sightOf, type Purpose, type Sight, type SightField, type Viewer } from './rules/sight.ts';
import type { PersonRow } from './store/rows.ts';

// The one way from a row to an answer: what its reader may not see is left out or masked here, before anybody else has it.

export function viewerOf(actor: Actor, areaPath: string, helps: boolean): Viewer {
  return {
    works: grantAt(actor, 'registry.write', areaPath) !== undefined, reads: grantAt(actor, 'registry.read', areaPath) !== undefined,
    reveals: grantAt(actor, 'registry.reveal', areaPath) !== undefined, helps,
  };
}

export type Eyes = { readonly actor: Actor; readonly areas: AreaTree; readonly vault: Vault; readonly today: string; readonly helped: ReadonlySet<string> };

export function sightOn(eyes: Eyes, row: PersonRow, purpose: Purpose): Readonly<Record<SightField, Sight>> {
  return sightOf(viewerOf(eyes.actor, row.areaPath, eyes.helped.has(row.id)), purpose, isChild(row.birthDate, eyes.today));
}

export function whereIs(areas: AreaTree, areaId: number): { id: number; name: string } {
  return { id: areaId, name: areas.names(areaId).join(' ') };
}

export function showPerson(eyes: Eyes, row: PersonRow, purpose: Purpose): Person {
  const sight = sightOn(eyes, row, purpose);
  const { birthDate } = row;
  const show = <T, M>(field: SightField, value: T, mask: (value: T) => M): T | M | null => (sight[field] === 'full' ? value : sight[field] === 'masked' ? mask(value) : null);
  // Of a masked birthday the year alone: the age on a day would tell it by and by.
  const age = birthDate === null || sight.birthDate === 'absent' ? null : sight.birthDate === 'masked' ? Number(eyes.today.slice(0, 4)) - Number(yearOf(birthDate)) : ageOn(birthDate, eyes.today);
  return {
    id: row.id, area: whereIs(eyes.areas, row.areaId), name: show('name', row.name, maskName) ?? '', sex: show('sex', row.sex, () => null),
    birthDate: birthDate === null ? null : show('birthDate', birthDate, yearOf), age, residence: show('residence', row.residence, () => null), status: row.status,
    address: show('address', row.address, maskAddress) ?? '', phone: sight.phone === 'absent' ? null : maskedPhone(eyes.vault, row), idKind: sight.idNumber === 'absent' ? null : row.idKind,
    idNumber: sight.idNumber === 'absent' ? null : maskedNumber(eyes.vault, row), householdId: show('household', row.householdId, () => null), relation: show('household', row.relation, () => null), isChild: isChild(birthDate, eyes.today),
  };
}

export function openIdNumber(vault: Vault, row: Pick<PersonRow, 'id' | 'idSealed'>): string | null {
  return row.idSealed === null ? null : vault.open('document', { table: 'registry.person', column: 'id_sealed', row: row.id }, row.idSealed);
}

export function openPhone(vault: Vault, row: Pick<PersonRow, 'id' | 'phoneSealed'>): string | null {
  return row.phoneSealed === null ? null : vault.open('contact', { table: 'registry.person', column: 'phone_sealed', row: row.id }, row.phoneSealed);
}

function maskedNumber(vault: Vault, row: PersonRow): string | null {
  if (row.idSealed === null) return null;
  const number = openIdNumber(vault, row);
  // The key is lost: that there is a number is still known.
  return number === null ? '******' : maskIdNumber(number);
}

function maskedPhone(vault: Vault, row: PersonRow): string | null {
  if (row.phoneSealed === null) return null;
  const phone = openPhone(vault, row);
  return phone === null ? '******' : maskPhone(phone);
}

export function eyesOf(ctx: Pick<ReadCtx, 'actor' | 'vault' | 'now'>, areas: AreaTree, helped: ReadonlySet<string> = new Set()): Eyes {
  return { actor: ctx.actor, vault: ctx.vault, today: dayOf(ctx.now), areas, helped };
}
