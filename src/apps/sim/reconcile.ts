import { createHash } from 'node:crypto';
import type { CaseOnPhone } from '../../domains/incidents/rules/offline.ts';
import { queued } from '../../platform/core/sync/phone.ts';
import type { Bug } from './bugs.ts';
import { heldOn, keptOf, viewOn, type Disk } from './handset.ts';
import { heldIn, scopesOf, type Server } from './memory.ts';

/** What people typed and what they were told. `excused`: dealt with by the person, or lost with a phone's storage. */
export type Journal = {
  readonly typed: Map<string, { readonly person: number; readonly handset: number; readonly name: string }>;
  readonly acked: Map<string, number>;
  readonly excused: Set<string>;
  /** Phones whose storage was lost: what stood in their rows they cannot send again. */
  readonly emptied: Set<number>;
  /** Persons whose phone was cloned or put back: only there two commands come under one number. */
  readonly copied: Set<number>;
  readonly wrong: string[];
  restoredAt: number | null;
};

type Handset = { readonly n: number; readonly person: number; readonly disk: Disk | null };

/** The seven conditions, after everything has become calm. */
export function reconcile(server: Server, handsets: readonly Handset[], journal: Journal, bug: Bug | null): string[] {
  const wrong = [...journal.wrong];
  const disks = handsets.flatMap(({ disk }) => disk ?? []);
  const onPhones = new Map(disks.flatMap((disk) => [...disk.items.values()].map((item) => [item.id, item] as const)));

  // 1. What was acknowledged has exactly one effect; nothing has two; nothing was done that nobody asked for.
  const times = new Map<string, number>();
  for (const { id, grid } of server.effects) {
    times.set(id, (times.get(id) ?? 0) + 1);
    if (!journal.typed.has(id)) wrong.push(`1: an effect of ${id}, which nobody typed`);
    if (grid === '') wrong.push(`1: ${id} was done by somebody without a post`);
  }
  for (const [id, n] of times) if (n > 1) wrong.push(`1: ${id} was done ${n} times`);
  for (const id of journal.acked.keys()) {
    if (times.has(id) || journal.excused.has(id)) continue;
    const item = onPhones.get(id);
    // After a restore it came again, and may have been refused by what is there now: then it waits for the person.
    if (journal.restoredAt !== null && item !== undefined && item.state !== 'done') continue;
    wrong.push(`1: ${id} was acknowledged and has no effect`);
  }
  // 2. What was typed is acknowledged, on its way or parked; and at the end nothing is on its way.
  for (const id of journal.typed.keys()) if (!journal.acked.has(id) && !onPhones.has(id) && !journal.excused.has(id)) wrong.push(`2: ${id} is gone`);
  const bodies = new Set(server.rejected.map(({ id }) => id));
  for (const { n, disk } of handsets) {
    if (!disk) continue;
    const waiting = queued(keptOf(disk));
    if (waiting.length > 0) wrong.push(`2: phone ${n} still has ${waiting.length} to send, first ${waiting[0]?.name ?? ''} ${waiting[0]?.seq ?? 0}`);
    for (const item of disk.items.values()) {
      if (!journal.typed.has(item.id) && item.state !== 'closed') wrong.push(`2: phone ${n} has ${item.id}, which nobody typed`);
      if (item.state === 'parked' && item.input === null) wrong.push(`2: the body of ${item.id} is gone`);
      // Of a row that the phone has left nothing comes again: there the phone's own copy is the only one.
      if (item.state === 'parked' && !item.skip && item.device === disk.meta.device && !(journal.restoredAt !== null && journal.emptied.has(n)) && item.reason?.refused !== 'sync/device-frozen' && !bodies.has(item.id)) wrong.push(`2: the server has not kept the body of ${item.id}`);
      if (item.state === 'parked' && times.has(item.id) && item.reason?.refused !== 'sync/device-frozen') wrong.push(`2: ${item.id} was done and is shown as refused`);
      if (item.reason?.refused === 'sync/device-frozen' && journal.restoredAt === null && server.devices.get(item.device)?.frozen === false) wrong.push(`2: the desk does not know that the row ${item.device} was frozen`);
      if (item.state === 'done' && !times.has(item.id)) wrong.push(`1: ${item.id} stands as done and has no effect`);
    }
  }
  for (const [device, { frozen, person }] of server.devices) {
    if (frozen && !journal.copied.has(person)) wrong.push(`2: the row ${device} is frozen, and its phone was never copied`);
  }
  // 3. The points add up, and nothing was paid twice.
  if (server.ledger.reduce((sum, { points }) => sum + points, 0) !== 0) wrong.push('3: the ledger does not add up');
  const paid = server.ledger.filter(({ account }) => account !== 'house').map(({ fact }) => fact);
  if (new Set(paid).size !== paid.length) wrong.push('3: paid twice for one thing');
  // 4. The audit is whole and covers every effect.
  let hash = '';
  for (const line of server.audit) {
    hash = createHash('sha1').update(`${hash} ${line.id}`).digest('hex');
    if (line.hash !== hash) { wrong.push('4: the chain of the audit is broken'); break; }
  }
  const audited = new Set(server.audit.map(({ id }) => id));
  for (const id of times.keys()) if (!audited.has(id)) wrong.push(`4: ${id} is not in the audit`);
  // 5. Each phone shows what the server has of its scopes, no more and no less.
  for (const { n, person, disk } of handsets) {
    if (!disk) continue;
    const held = heldOn(disk);
    const scopes = scopesOf(server, person);
    if ([...held.keys()].sort().join() !== scopes.toSorted().join()) wrong.push(`5: phone ${n} holds ${[...held.keys()].join()} instead of ${scopes.join()}`);
    for (const scope of scopes) {
      const should = heldIn(server, scope);
      const is = held.get(scope) ?? new Map<string, string>();
      const stale = should.filter(({ id, version }) => is.get(id) !== version).length;
      if (stale > 0 || is.size !== should.length) wrong.push(`5: phone ${n}, ${scope}: ${stale} missing or old, ${is.size} instead of ${should.length}`);
      const shown = viewOn(disk, bug);
      if (should.some(({ id, data }) => looks(shown.get(id)) !== looks(data))) wrong.push(`5: phone ${n} shows another state than the server: ${should.map(({ id, data }) => [looks(shown.get(id)), looks(data)]).filter(([a, b]) => a !== b).map((pair) => pair.join(' for ')).join(', ')}`);
    }
  }
  // 6. Clocks: none due and unfired, none fired twice.
  for (const [id, { fired }] of server.timers) if (fired !== 1) wrong.push(`6: the clock of ${id} fired ${fired} times`);
  // 7. Pictures: the hashes that are needed are those of reports that were done.
  for (const photo of server.photosNeeded) if (!journal.typed.has(photo)) wrong.push(`7: nobody took the picture ${photo}`);
  return wrong;
}

function looks(one: CaseOnPhone | undefined): string {
  return one ? `${one.state} ${one.revision} ${one.ahead?.action ?? ''}` : 'absent';
}
