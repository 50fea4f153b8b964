import { createHash } from 'node:crypto';
import { foldOnPhone, unknownFacts, type CaseOnPhone } from '../../domains/incidents/rules/offline.ts';
import { compare, type Held } from '../../platform/sync/held.ts';
import type { PushStore, Seen, Verdict } from '../../platform/sync/push.ts';
import { skipName, type Mutation, type PullAnswer, type Reason, type Settled } from '../../platform/core/sync/wire.ts';
import type { Bug } from './bugs.ts';

// A server in memory: what PostgreSQL and the door keep and promise, as far as phones are concerned. `sync.pg.test.ts` asks the
// same of both. Work is judged by the rules of the real domain.

type Device = { person: number; last: number; frozen: boolean; failures: number; holes: number };
type Row = { was: Seen; settled: Settled };
export type Effect = { readonly id: string; readonly person: number; readonly at: number; readonly name: string; /** Empty: whoever it was had no post. */ readonly grid: string };
export type Person = { id: number; grid: string | null; suspended: boolean };
/** A case and where it lies; `seq`: the place of its last change in the order in which transactions began. */
type Case = { grid: string; seq: number; data: CaseOnPhone };

export type Server = {
  epoch: string;
  devices: Map<string, Device>; rows: Map<string, Row>; keys: Map<string, Settled>;
  cases: Map<string, Case>; effects: Effect[]; rejected: { id: string; body: string; device: string }[];
  audit: { hash: string; id: string }[];
  timers: Map<string, { due: number; fired: number }>;
  /** Double entries; a point for each thing settled on the spot. */
  ledger: { account: string; points: number; fact: string }[];
  people: Map<number, Person>;
  photosNeeded: Set<string>;
  nextSeq: number;
};

export function emptyServer(epoch: string): Server {
  return { epoch, devices: new Map(), rows: new Map(), keys: new Map(), cases: new Map(), effects: [], rejected: [], audit: [], timers: new Map(), ledger: [], people: new Map(), photosNeeded: new Set(), nextSeq: 1 };
}

/** The process was killed: what was committed is there, and nobody is answered. */
export class Killed extends Error {
  override readonly name = 'Killed';
}
/** A command that throws: a bug of the server. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export type At = { readonly now: number; readonly bug: Bug | null; readonly dieAt: (point: string) => void };

export const hashOf = (mutation: Mutation): string => createHash('sha1').update(JSON.stringify([mutation.seq, mutation.id, mutation.name, mutation.input, mutation.at, mutation.by])).digest('hex');

export function memoryStore(server: Server, device: string, person: number, { now, bug, dieAt }: At): PushStore {
  const key = (seq: number): string => `${device} ${seq}`;
  const reject = (mutation: Mutation): void => {
    if (mutation.name !== skipName && bug !== 'refused body not kept') server.rejected.push({ id: mutation.id, body: JSON.stringify(mutation.input), device });
  };
  const advance = (row: Device, { seq, id }: Mutation, hash: string, settled: Settled): void => {
    row.last = Math.max(row.last, seq);
    row.failures = 0;
    server.rows.set(key(seq), { was: { hash, id, isSkip: settled.outcome === 'refused' && settled.reason.refused === 'sync/skipped' }, settled });
  };
  const inTurn = (seq: number): Verdict | Device => {
    const row = server.devices.get(device);
    if (!row || row.frozen) return { kind: 'frozen' };
    const known = server.rows.get(key(seq));
    if (seq <= row.last && bug !== 'no unique number') {
      if (!known) return { kind: 'seen', was: null, settled: { seq, outcome: 'refused', reason: { refused: 'sync/long-ago', params: {}, detail: '' } } };
      const settled: Settled = bug === 'stored answer made up' ? { seq, outcome: 'done', output: null } : known.settled;
      return { kind: 'seen', was: bug === 'no hash check' ? null : known.was, settled };
    }
    if (seq > row.last + 1) return { kind: 'gap' };
    return row;
  };
  const setAside = (mutation: Mutation, hash: string, reason: Reason): Verdict => {
    const row = inTurn(mutation.seq);
    if ('kind' in row) return row;
    dieAt('before setting aside');
    const settled: Settled = { seq: mutation.seq, outcome: 'refused', reason };
    if (bug !== 'refusal blocks the row') { reject(mutation); advance(row, mutation, hash, settled); }
    dieAt('after setting aside');
    return bug === 'refusal blocks the row' ? { kind: 'failed', tries: 1 } : { kind: 'settled', settled };
  };
  return {
    arrive: ({ first }) => {
      const row = server.devices.get(device) ?? { person, last: first - 1, frozen: false, failures: 0, holes: 0 };
      if (row.person !== person) return Promise.resolve(null);
      if (first - 1 > row.last && bug !== 'holes never end') { row.last = first - 1; row.holes += 1; }
      server.devices.set(device, row);
      dieAt('after arriving');
      return Promise.resolve({ epoch: server.epoch, now: new Date(now).toISOString(), last: row.last, frozen: row.frozen });
    },
    secure: () => Promise.resolve(),
    setAside: (mutation, hash, reason) => Promise.resolve().then(() => setAside(mutation, hash, reason)),
    freeze: (mutation) => {
      const row = server.devices.get(device);
      if (row && bug !== 'a clone is not frozen') row.frozen = true;
      reject(mutation);
      return Promise.resolve();
    },
    // In a promise of its own, so that what throws is a rejection as it is with a database.
    apply: (mutation, hash) => Promise.resolve().then((): Verdict => {
      const row = inTurn(mutation.seq);
      if ('kind' in row) return row;
      dieAt('before the effect');
      const earlier = bug === 'ids are not unique' ? undefined : server.keys.get(mutation.id);
      let settled: Settled;
      try {
        if (bug === 'advance before the effect') { advance(row, mutation, hash, { seq: mutation.seq, outcome: 'done', output: null }); dieAt('between advance and effect'); }
        settled = earlier ? { ...earlier, seq: mutation.seq } : perform(server, person, mutation, now, bug);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        row.failures += bug === 'poison is tried for ever' ? 0 : 1;
        return { kind: 'failed', tries: row.failures };
      }
      if (settled.outcome === 'refused') return setAside(mutation, hash, settled.reason);
      server.keys.set(mutation.id, settled);
      advance(row, mutation, hash, settled);
      dieAt('after the effect');
      return { kind: 'settled', settled };
    }),
  };
}

const no = (seq: number, refused: string): Settled => ({ seq, outcome: 'refused', reason: { refused, params: {}, detail: '' } });

/** The effect, its line in the audit, its timer and its points: together. */
function perform(server: Server, person: number, { seq, id, name, input, at }: Mutation, now: number, bug: Bug | null): Settled {
  const who = server.people.get(person);
  const fields = Object(input) as Readonly<Record<string, unknown>>; // looked at below
  if (fields['poison'] === 'always') throw new Broken(id);
  if ((!who || who.grid === null) && bug !== 'rights are not asked again') return no(seq, 'platform/not-permitted');
  const grid = who?.grid ?? 'nowhere';
  const cases = new Map([...server.cases].filter(([caseId, one]) => one.grid === grid || caseId === fields['id']).map(([caseId, one]) => [caseId, one.data]));
  const caseId = String(name === 'incidents.report' ? fields['id'] : fields['caseId']);
  if (name === 'incidents.report' && cases.has(caseId) && bug !== 'ids are not unique') return no(seq, 'incidents/id-taken');
  if (name !== 'incidents.report' && !cases.has(caseId)) return no(seq, 'incidents/case-unknown');
  const after = foldOnPhone(cases, { name, input, at: new Date(now).toISOString() }).get(caseId);
  if (!after || (after.ahead?.refusedBy ?? null) !== null) return no(seq, after?.ahead?.refusedBy ?? 'platform/input-wrong');
  server.cases.set(caseId, { grid, seq: server.nextSeq, data: { ...after, number: after.number || `N${server.nextSeq}`, reportedAt: name === 'incidents.report' ? at : after.reportedAt, revision: (server.cases.get(caseId)?.data.revision ?? -1) + 1, ahead: null } });
  server.nextSeq += 1;
  server.effects.push({ id, person, at: now, name, grid: who?.grid ?? '' });
  if (Array.isArray(fields['photos'])) for (const photo of fields['photos']) server.photosNeeded.add(String(photo));
  if (name === 'incidents.report') server.timers.set(caseId, { due: now + 2 * 3_600_000, fired: 0 });
  if (name === 'incidents.settle') server.ledger.push({ account: `p${person}`, points: 1, fact: id }, { account: 'house', points: -1, fact: id });
  if (bug !== 'effect without audit') server.audit.push({ id, hash: createHash('sha1').update(`${server.audit.at(-1)?.hash ?? ''} ${id}`).digest('hex') });
  return { seq, outcome: 'done', output: { caseId } };
}

/** As the desk, or anybody not on a phone, changes a case. `seq` is drawn when its transaction begins, which may be long before it commits. */
export function deskChange(server: Server, caseId: string, grid: string, change: Partial<CaseOnPhone>, seq: number): void {
  const before = server.cases.get(caseId)?.data;
  const made: CaseOnPhone = before ?? {
    id: caseId, number: `N${seq}`, state: 'reported', className: null, summary: '', address: '', areaNames: [], longitude: null, latitude: null, reportedAt: '2026-11-24T02:00:00.000Z', dueAt: null, why: null, message: null, revision: -1,
    facts: unknownFacts, ahead: null,
  };
  const state = change.state ?? made.state;
  server.cases.set(caseId, { grid, seq, data: { ...made, ...change, state, revision: made.revision + 1, facts: { ...made.facts, state, ...(state === 'verifying' ? { verification: null } : {}) } } });
}

export function scopesOf(server: Server, person: number): string[] {
  const grid = server.people.get(person)?.grid ?? null;
  return grid === null ? [] : [`cases:${grid}`];
}

export function heldIn(server: Server, scope: string): (Held & { readonly data: CaseOnPhone })[] {
  return [...server.cases.values()].filter(({ grid }) => `cases:${grid}` === scope).map(({ data }) => ({ id: data.id, version: `${data.revision} ${data.number}`, data }));
}

export async function memoryPull(server: Server, device: string, person: number, cursors: Readonly<Record<string, string>>, { now, bug }: At): Promise<PullAnswer> {
  const row = server.devices.get(device);
  const scopes = [];
  for (const scope of scopesOf(server, person)) {
    const held = heldIn(server, scope);
    if (bug === 'cursor on a sequence') {
      // What so many products do: give me what is numbered above the last that I saw.
      const from = Number(cursors[scope] ?? '0');
      const fresh = [...server.cases.values()].filter((one) => `cases:${one.grid}` === scope && one.seq > from);
      const docs = fresh.map(({ data }) => ({ id: data.id, version: `${data.revision}`, data }));
      scopes.push({ scope, cursor: String(Math.max(from, ...fresh.map(({ seq }) => seq))), parts: docs.map((one, part) => ({ part: part % 256, docs: [one] })) });
      continue;
    }
    scopes.push(await compare(scope, held, cursors[scope], () => Promise.resolve(new Map(held.map(({ id, data }) => [id, data])))));
  }
  if (bug === 'old scopes stay') for (const scope of Object.keys(cursors)) if (!scopes.some((one) => one.scope === scope)) scopes.push({ scope, cursor: cursors[scope] ?? '', parts: [] });
  return { device, epoch: server.epoch, now: new Date(now).toISOString(), last: (row?.last ?? 0) + (bug === 'last from another snapshot' ? 1 : 0), scopes };
}
