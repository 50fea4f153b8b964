import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ahead, answered, begin, close, enqueue, longestDelayMs, parked, queued, resubmit, standingOf, tick, wake, type Moment, type Phone } from './phone.ts';
import { skipName, type Settled } from './wire.ts';

// Single steps, as prose; what they add up to is the simulator's matter.

const device = '00000000-0000-4000-8000-000000000001';
const epoch = '00000000-0000-4000-8000-0000000000e1';
const start = Date.parse('2026-11-24T02:00:00Z');
let ids = 0;
const moment = (now = start): Moment => ({ now, random: () => 0.5, newId: () => `00000000-0000-4000-8000-${String(ids += 1).padStart(12, '0')}` });
const idOf = (n: number): string => `00000000-0000-4000-8000-00000000010${n}`;

function typed(count: number, phone: Phone = wake(begin(device, 7))): Phone {
  let next = phone;
  for (let n = 1; n <= count; n += 1) next = enqueue(next, { id: idOf(n), name: 'incidents.report', input: { n } }, moment()).phone;
  return next;
}
function sent(phone: Phone, now = start): { phone: Phone; request: string; seqs: number[]; names: string[] } {
  const step = tick(phone, moment(now), true);
  const body = step.send?.kind === 'push' ? step.send.body.mutations : [];
  return { phone: step.phone, request: step.send?.request ?? '', seqs: body.map(({ seq }) => seq), names: body.map(({ name }) => name) };
}
const results = (...of: readonly Settled[]) => ({ device, epoch, now: new Date(start).toISOString(), last: Math.max(0, ...of.map(({ seq }) => seq)), results: of });
const done = (seq: number): Settled => ({ seq, outcome: 'done', output: {} });
const refused = (seq: number): Settled => ({ seq, outcome: 'refused', reason: { refused: 'incidents/area-unknown', params: {}, detail: '' } });
const hear = (phone: Phone, request: string, status: number, body: unknown, now = start) => answered(phone, { request, status, body, retryAfterSeconds: null }, moment(now)).phone;

describe('a phone', () => {
  test('numbers and keeps a command in one write, and sends nothing before', () => {
    const step = enqueue(wake(begin(device, 7)), { id: idOf(1), name: 'incidents.report', input: {} }, moment());
    expect([step.send, step.write?.put.map(({ seq }) => seq), step.write?.meta?.nextSeq]).toEqual([null, [1], 2]);
  });

  test('has one request on its way, whatever wakes it', () => {
    const first = sent(typed(3));
    expect(first.seqs).toEqual([1, 2, 3]);
    expect(tick(first.phone, moment(), true).send).toBeNull();
    expect(sent(first.phone, start + 61_000).seqs).toEqual([1, 2, 3]);
  });

  test.each<[string, number, unknown]>([
    ['a page of a hotel', 200, undefined], ['another device\'s answer', 200, { ...results(done(1)), device: epoch }], ['JSON of somebody else', 200, { ok: true }],
    ['nothing', 0, undefined], ['a proxy that is busy', 502, undefined],
  ])('%s is no acknowledgement', (_what, status, body) => {
    const one = sent(typed(2));
    const after = hear(one.phone, one.request, status, body);
    expect(queued(after).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(after.notBefore).toBeGreaterThan(start);
  });

  test('goes on behind a refusal, which waits with its body and its reason', () => {
    const one = sent(typed(3));
    const after = hear(one.phone, one.request, 200, results(done(1), refused(2), done(3)));
    expect(queued(after)).toEqual([]);
    expect(parked(after)).toMatchObject([{ seq: 2, input: { n: 2 }, reason: { refused: 'incidents/area-unknown' } }]);
  });

  test('sends again what lies behind the server\'s last, also what was acknowledged', () => {
    const one = sent(typed(3));
    const all = hear(one.phone, one.request, 200, results(done(1), done(2), done(3)));
    const again = sent(all);
    const restored = answered(again.phone, { request: again.request, status: 200, body: { device, epoch: device, now: new Date(start).toISOString(), last: 1, scopes: [] }, retryAfterSeconds: null }, moment()).phone;
    expect(sent(restored).seqs).toEqual([2, 3]);
  });

  test('a command that the server cannot even take in is set aside, and an empty one holds its place', () => {
    let phone = typed(2);
    const whole = sent(phone);
    phone = hear(whole.phone, whole.request, 413, { refused: 'platform/body-too-large', detail: '' });
    const alone = sent(phone);
    expect(alone.seqs).toEqual([1]);
    const empty = sent(hear(alone.phone, alone.request, 413, { refused: 'platform/body-too-large', detail: '' }), start + longestDelayMs);
    expect([empty.seqs[0], empty.names[0]]).toEqual([1, skipName]);
    const after = hear(empty.phone, empty.request, 200, results({ seq: 1, outcome: 'refused', reason: { refused: 'sync/skipped', params: {}, detail: '' } }));
    expect([parked(after).map(({ input }) => input), queued(after).map(({ seq }) => seq)]).toEqual([[{ n: 1 }], [2]]);
  });

  test('frozen, it puts the unsent before the person under the reason, and begins a row of its own', () => {
    const one = sent(typed(2));
    const after = hear(one.phone, one.request, 409, { refused: 'sync/device-frozen', detail: '' });
    expect(after.meta.device).not.toBe(device);
    expect([after.meta.nextSeq, parked(after).length, queued(after).length]).toEqual([1, 2, 0]);
    const again = resubmit(after, idOf(1), { n: 1 }, moment()).phone;
    // Unjudged, so under its old id: a copy of this phone may have sent it too.
    expect(queued(again)).toMatchObject([{ id: idOf(1), seq: 1, device: after.meta.device }]);
  });

  test('waits for its owner where somebody else is signed in, and numbers nothing anew', () => {
    const one = sent(typed(2));
    const after = hear(one.phone, one.request, 403, { refused: 'sync/other-session', detail: '' });
    expect([after.signedOut, after.meta.device, queued(after).length, tick(after, moment(), true).send]).toEqual([true, device, 2, null]);
  });

  test('withdraws what is on its way; what was done meanwhile stays done', () => {
    const phone = close(typed(2), idOf(1)).phone;
    const one = sent(phone);
    expect(one.names).toEqual([skipName, 'incidents.report']);
    expect(parked(one.phone)).toEqual([]);
    expect(hear(one.phone, one.request, 200, results(done(1), done(2))).items.map(({ state }) => state)).toEqual(['done', 'done']);
  });

  test('shows its own work until the pulled state has it, and no longer', () => {
    const one = sent(typed(2));
    const acked = hear(one.phone, one.request, 200, results(done(1)));
    expect(ahead(acked).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test('whatever its clock does, it is not silent for longer than five minutes of it', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -3e11, max: 3e11 }), { minLength: 1, maxLength: 6 }), (jumps) => {
      let now = start;
      let phone = typed(1);
      for (const jump of jumps) {
        const one = sent(phone, now);
        phone = hear(one.phone, one.request, 503, { refused: 'platform/unavailable', detail: '' }, now);
        now += jump;
      }
      return tick(phone, moment(now + longestDelayMs), false).send !== null;
    }), { seed: 20_261_122 });
  });

  test('says how it stands, by its own clock', () => {
    expect(standingOf(typed(3), start + 3 * 3_600_000)).toMatchObject({ unsent: 3, oldestSeconds: 10_800, parked: 0 });
  });
});
