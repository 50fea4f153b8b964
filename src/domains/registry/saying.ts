import { refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { Vault } from '../../platform/vault.ts';
import type { AreaTree } from '../geography/actions.ts';
import { cleanPhone } from '../identity/rules/people.ts';
import { relations, residences, sexes, statuses, type PersonFields, type SubjectKind } from './contract-shapes.ts';
import { plainName } from './rules/duplicates.ts';
import { currentOf, type Fact, type Source } from './rules/facts.ts';
import { idKinds, isIdProblem, readIdNumber } from './rules/id-number.ts';
import type { FactRow, NewFact } from './store/facts.ts';
import type { PersonRow } from './store/rows.ts';
import type { PersonSave } from './store/people.ts';

// What is said of a subject: typed by a clerk, read from a file, taken in a merge or taken back, it becomes facts, and the facts
// that hold become the columns of the row.

/** Values as text; of a document `<kind> <number>`. Null: there is none. */
export type Said = { readonly field: string; readonly value: string | null };
export type Origin = { readonly source: Source; readonly observedOn: string; readonly batchId: string | null };

const sealedFields = { idNumber: 'document', phone: 'contact' } as const;
const sealedOf = (field: string): 'document' | 'contact' | undefined => (field === 'idNumber' || field === 'phone' ? sealedFields[field] : undefined);
const hashColumn = (field: string): string => `registry.${field}`;

export function hashOfNumber(vault: Vault, number: string): Buffer {
  return vault.hash(hashColumn('idNumber'), number);
}

/** What a clerk typed, checked and brought into one form; only what he said at all. */
export function readPerson(input: Omit<PersonFields, 'areaId'>, today: string, known: { readonly birthDate: string | null; readonly sex: string | null }): Said[] | Refusal {
  const said: Said[] = [];
  const say = (field: string, value: string | null | undefined): void => { if (value !== undefined) said.push({ field, value }); };
  say('name', input.name?.trim().normalize('NFC'));
  if (input.birthDate !== undefined && input.birthDate !== null && input.birthDate > today) return refuse('registry/born-ahead');
  let { birthDate, sex } = input;
  if (input.idNumber !== undefined) {
    if (input.idNumber.trim() === '') say('idNumber', null);
    else {
      const read = readIdNumber(input.idNumber, input.idKind, today);
      if (isIdProblem(read)) return refuse('registry/id-wrong', { why: `@registry.idProblem.${read.problem}` });
      // The document says when he was born and what he is; who says otherwise has mistyped one of them.
      if (read.birthDate !== null && birthDate !== undefined && birthDate !== null && birthDate !== read.birthDate) return refuse('registry/birth-differs');
      if (read.sex !== null && sex !== undefined && sex !== null && sex !== read.sex) return refuse('registry/sex-differs');
      if (birthDate === undefined && read.birthDate !== null && known.birthDate !== read.birthDate) birthDate = read.birthDate;
      if (sex === undefined && read.sex !== null && known.sex !== read.sex) sex = read.sex;
      say('idNumber', `${read.kind} ${read.number}`);
    }
  }
  say('birthDate', birthDate);
  say('sex', sex);
  if (input.phone !== undefined) {
    const phone = cleanPhone(input.phone);
    if (phone === null) return refuse('registry/phone-wrong');
    say('phone', phone === '' ? null : phone);
  }
  say('residence', input.residence);
  say('status', input.status);
  say('address', input.address?.trim());
  say('household', input.householdId);
  say('relation', input.relation);
  return said;
}

export function factOf(vault: Vault, subject: { readonly kind: SubjectKind; readonly id: string }, { field, value }: Said, origin: Origin, id: string): NewFact {
  const base = { id, subjectKind: subject.kind, subjectId: subject.id, field, ...origin };
  const sealed = sealedOf(field);
  if (sealed === undefined || value === null) return { ...base, value, sealed: null, hash: null };
  const [kind, secret] = splitSecret(field, value);
  return { ...base, value: kind, sealed: vault.seal(sealed, { table: 'registry.fact', column: 'sealed', row: id }, secret), hash: vault.hash(hashColumn(field), secret) };
}

/** As the fold compares it: what is sealed by its hash. */
export function foldable(row: FactRow): Fact {
  return { id: row.id, field: row.field, value: row.hash ? row.hash.toString('hex') : row.value, source: row.source, observedOn: row.observedOn, seq: row.seq, batchId: row.batchId };
}

/** What the fact says, opened. */
export function saidBy(vault: Vault, row: FactRow): Said {
  const sealed = sealedOf(row.field);
  if (sealed === undefined || row.sealed === null) return { field: row.field, value: row.value };
  const secret = vault.open(sealed, { table: 'registry.fact', column: 'sealed', row: row.id }, row.sealed);
  return { field: row.field, value: secret === null ? null : row.field === 'idNumber' ? `${row.value ?? ''} ${secret}` : secret };
}

/** Which of these new facts hold once they are added; the others are older than what is known. */
export function holding(before: readonly FactRow[], added: readonly NewFact[]): ReadonlySet<string> {
  const last = before.at(-1)?.seq ?? 0;
  const all = [...before.map(foldable), ...added.map((fact, at) => ({ id: fact.id, field: fact.field, value: fact.value, source: fact.source, observedOn: fact.observedOn, seq: last + 1 + at, batchId: fact.batchId }))];
  return new Set([...currentOf(all).values()].map(({ id }) => id));
}

/** The row with what was said; sealed for its own place. */
export function withSaid<Row extends PersonRow>(vault: Vault, areas: AreaTree, row: Row, said: readonly Said[]): Row {
  const next = { ...row };
  for (const { field, value } of said) {
    switch (field) {
      case 'name': next.name = value ?? row.name; break;
      case 'sex': next.sex = sexes.find((one) => one === value) ?? null; break;
      case 'birthDate': next.birthDate = value; break;
      case 'residence': next.residence = residences.find((one) => one === value) ?? null; break;
      case 'status': next.status = statuses.find((one) => one === value) ?? 'here'; break;
      case 'address': next.address = value ?? ''; break;
      case 'household': next.householdId = value; break;
      case 'relation': next.relation = relations.find((one) => one === value) ?? null; break;
      case 'area': {
        const area = value === null ? undefined : areas.find(Number(value));
        if (area) { next.areaId = area.id; next.areaPath = area.path; }
        break;
      }
      case 'phone': {
        next.phoneSealed = value === null ? null : vault.seal('contact', { table: 'registry.person', column: 'phone_sealed', row: row.id }, value);
        next.phoneHash = value === null ? null : vault.hash(hashColumn('phone'), value);
        break;
      }
      case 'idNumber': {
        const [kind, number] = value === null ? [null, ''] : splitSecret(field, value);
        next.idKind = idKinds.find((one) => one === kind) ?? null;
        next.idSealed = next.idKind === null ? null : vault.seal('document', { table: 'registry.person', column: 'id_sealed', row: row.id }, number);
        next.idHash = next.idKind === null ? null : hashOfNumber(vault, number);
        break;
      }
      default: throw new Error(`A person has no ${field}.`);
    }
  }
  return next;
}

export function blankPerson(id: string, area: { readonly id: number; readonly path: string }): PersonRow {
  return {
    id, areaId: area.id, areaPath: area.path, name: '', sex: null, birthDate: null, residence: null, status: 'here', address: '', householdId: null, relation: null, idKind: null, idSealed: null, idHash: null, phoneSealed: null, phoneHash: null,
    revision: 1, mergedInto: null, withdrawn: false,
  };
}

export function toSave(row: PersonRow, batchId: string | null): PersonSave {
  return { ...row, nameKey: plainName(row.name), batchId };
}

function splitSecret(field: string, value: string): [string | null, string] {
  if (field !== 'idNumber') return [null, value];
  const at = value.indexOf(' ');
  return [value.slice(0, at), value.slice(at + 1)];
}

