import { foldOnPhone, type CaseOnPhone, type CasesOnPhone } from '../../domains/incidents/rules/offline.ts';
import { ahead, longestDelayMs, patienceMs, type Item, type Kept, type Meta, type Phone, type Reply, type Step, type Write } from '../../platform/core/sync/phone.ts';
import { replayDays, type Doc } from '../../platform/core/sync/wire.ts';
import type { Bug } from './bugs.ts';

/** What a phone has written: its store, and the second one with what is unsent. */
export type Disk = { meta: Meta; items: Map<string, Item>; docs: Map<string, Map<number, Map<string, Doc>>> };

export function keptOf(disk: Disk): Kept {
  return { meta: disk.meta, items: [...disk.items.values()].sort((a, b) => a.seq - b.seq) };
}

export function commit(disk: Disk, write: Write, bug: Bug | null): void {
  for (const id of write.remove) disk.items.delete(id);
  for (const item of write.put) disk.items.set(item.id, item);
  if (write.meta && !(bug === 'number not kept' && write.put.length === 1 && write.put[0]?.state === 'queued')) disk.meta = write.meta;
  for (const scope of write.drop) disk.docs.delete(scope);
  for (const { scope, part, docs } of write.parts) {
    const parts = disk.docs.get(scope) ?? new Map<number, Map<string, Doc>>();
    const isAdding = bug === 'parts only added to' || bug === 'cursor on a sequence';
    parts.set(part, new Map([...(isAdding ? parts.get(part) ?? [] : []), ...docs.map((doc): [string, Doc] => [doc.id, doc])]));
    disk.docs.set(scope, parts);
  }
}

export function copyOf(disk: Disk): Disk {
  return { meta: disk.meta, items: new Map(disk.items), docs: new Map([...disk.docs].map(([scope, parts]) => [scope, new Map([...parts].map(([part, docs]) => [part, new Map(docs)]))])) };
}

/** The second store knows nothing of what was pulled. */
export function unsentOf(disk: Disk): Disk {
  return { meta: disk.meta, items: new Map(disk.items), docs: new Map() };
}

/** By id, its version: what the phone has of each scope. */
export function heldOn(disk: Disk): Map<string, Map<string, string>> {
  return new Map([...disk.docs].map(([scope, parts]) => [scope, new Map([...parts.values()].flatMap((docs) => [...docs.values()].map(({ id, version }): [string, string] => [id, version])))]));
}

/** As the screens show it. */
export function viewOn(disk: Disk, bug: Bug | null): CasesOnPhone {
  const pulled = new Map([...disk.docs].flatMap(([scope, parts]) => (scope.startsWith('cases:') ? [...parts.values()] : [])).flatMap((docs) => [...docs.values()].map(({ id, data }): [string, CaseOnPhone] => [id, data as CaseOnPhone]))); // as the server of this run made it
  const kept = keptOf(disk);
  const own = bug === 'own work shown twice' ? kept.items.filter(({ state }) => state === 'queued' || state === 'done') : ahead(kept);
  return own.reduce<CasesOnPhone>((cases, item) => foldOnPhone(cases, item), pulled);
}

/** What a phone with that bug makes of a step that is right. */
export function spoil(step: Step, before: Phone, bug: Bug | null, happened: { readonly kind: 'push' | 'pull' | 'none'; readonly now: number; readonly newId: () => string }): Step {
  const { write } = step;
  if (bug === null || write === null) return step;
  const only = (items: readonly Item[], more: Partial<Write> = {}): Step => {
    const is = new Set(items.map(({ id }) => id));
    const was = new Map(before.items.map((item) => [item.id, item]));
    return { ...step, phone: { ...step.phone, items }, write: { ...write, ...more, put: items.filter((item) => was.get(item.id) !== item), remove: before.items.filter(({ id }) => !is.has(id)).map(({ id }) => id) } };
  };
  const { items } = step.phone;
  const was = new Map(before.items.map((item) => [item.id, item.state]));
  if (bug === 'dropped on a refusal' && happened.kind === 'push') return only(items.filter((item) => !(item.state === 'parked' && was.get(item.id) === 'queued')));
  if (bug === 'done is forgotten' && happened.kind === 'push') return only(items.filter(({ state }) => state !== 'done'));
  if (bug === 'pull clears the outbox' && happened.kind === 'pull') return only(items.filter(({ state }) => state !== 'queued'));
  if (bug === 'old by the phone\'s clock' && happened.kind !== 'none') return only(items.filter((item) => item.state !== 'done' || happened.now - (item.settledAt ?? 0) <= replayDays * 86_400_000));
  if (bug === 'replay under new ids' && happened.kind !== 'none' && before.meta.epoch !== null && before.meta.epoch !== step.phone.meta.epoch) {
    let { nextSeq } = step.phone.meta;
    const again = before.items.filter(({ state, skip }) => state === 'done' && !skip).map((item): Item => ({ ...item, id: happened.newId(), seq: nextSeq++, device: step.phone.meta.device, state: 'queued', settledAt: null }));
    const meta = { ...step.phone.meta, nextSeq };
    const next = only([...items, ...again], { meta });
    return { ...next, phone: { ...next.phone, meta } };
  }
  return step;
}

/** Whether a phone with that bug does not even ask. */
export function isStuckBy(phone: Phone, bug: Bug | null, now: number): boolean {
  if (bug === 'waits by a clock set back') return phone.notBefore - now > longestDelayMs;
  return bug === 'waits for a dead line' && phone.flight !== null && Math.abs(now - phone.flight.sentAt) >= patienceMs;
}

/** What a phone with that bug takes for an answer. */
export function misread(phone: Phone, reply: Reply, bug: Bug | null, now: number): Reply {
  const { flight } = phone;
  if (!flight) return reply;
  if (bug === 'any page is an acknowledgement' && reply.status === 200 && reply.body === undefined && flight.kind === 'push' && phone.meta.epoch !== null) {
    return { ...reply, body: { device: phone.meta.device, epoch: phone.meta.epoch, now: new Date(now).toISOString(), last: Math.max(0, ...flight.seqs), results: flight.seqs.map((seq) => ({ seq, outcome: 'done', output: null })) } };
  }
  return reply;
}
