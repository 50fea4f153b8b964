import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindingUpTo, chainStart, checkpointHeader, firstBreak, isGenuine, linkHash, parseCheckpoint, publicKeysOf, signCheckpoint, signingKeyOf, type Checkpoint, type WalkedLink } from './audit-chain.ts';
import { runs } from '../../test/support/size.ts';

const key = signingKeyOf('a test');
const epochs = ['0a8d6c7e-1111-4111-8111-111111111111', '0a8d6c7e-2222-4222-8222-222222222222', '0a8d6c7e-3333-4333-8333-333333333333'] as const;
const one: Omit<Checkpoint, 'key'> = { epoch: epochs[0], seq: 12, head: 'ab'.repeat(32), count: 12, at: '2026-11-24T02:00:00.123Z', afterEpoch: null };

function chainOf(n: number): WalkedLink[] {
  let head = chainStart;
  return Array.from({ length: n }, (_, index) => {
    const digest = Buffer.alloc(32, index + 1);
    head = linkHash(head, digest);
    return { seq: index + 1, auditId: 100 + index, hash: head, digest };
  });
}

const start = { seq: 0, hash: chainStart };
const at = (links: readonly WalkedLink[], index: number): WalkedLink => {
  const link = links[index];
  if (!link) throw new Error('no such link');
  return link;
};

describe('a checkpoint', () => {
  test('is genuine with its key, as JSON and as a header, and with no field changed', () => {
    const signed = signCheckpoint(one, key);
    const keys = publicKeysOf(`# whose\n${signingKeyOf('another').publicPem}\n${key.publicPem}`);
    expect(isGenuine(signed, keys)).toBe(true);
    for (const line of [JSON.stringify(signed), checkpointHeader(signed), `Jingwei-Audit: ${checkpointHeader(signed)}\r`]) expect(parseCheckpoint(line)).toEqual(signed);
    for (const forged of [{ seq: 13 }, { head: 'ac'.repeat(32) }, { count: 11 }, { at: '2026-11-24T02:00:00.124Z' }, { epoch: epochs[1] }, { afterEpoch: epochs[1] }]) {
      expect(isGenuine({ ...signed, ...forged }, keys), JSON.stringify(forged)).toBe(false);
    }
    expect(isGenuine(signed, publicKeysOf(signingKeyOf('another').publicPem))).toBe(false);
  });

  test('is not read out of anything else', () => {
    const whole = JSON.stringify(signCheckpoint(one, key));
    for (const line of ['', '{}', 'x', whole.slice(0, -2), `${checkpointHeader(signCheckpoint(one, key))} more`, whole.replace('"seq":12', '"seq":-1')]) expect(parseCheckpoint(line), line).toBeNull();
  });

  test('binds no longer what a restore gave up, also over two restores', () => {
    const of = (epoch: string, seq: number, afterEpoch: string | null = null): Checkpoint => ({ ...one, epoch, seq, afterEpoch, key: key.id });
    const all = [of(epochs[0], 10), of(epochs[0], 50), of(epochs[1], 30, epochs[0]), of(epochs[1], 60), of(epochs[2], 20, epochs[1])];
    expect(epochs.map((epoch) => bindingUpTo(epoch, all))).toEqual([20, 20, Infinity]);
    expect(bindingUpTo(epochs[0], all.slice(0, 2))).toBe(Infinity);
    // Two that each claim to follow the other end nothing for ever.
    expect(bindingUpTo(epochs[0], [of(epochs[0], 5, epochs[1]), of(epochs[1], 7, epochs[0])])).toBe(7);
  });
});

describe('the first break of a chain', () => {
  const links = chainOf(40);

  test('is none where all is well, from the start or from the middle', () => {
    expect(firstBreak(links, start)).toBeNull();
    expect(firstBreak(links.slice(20), { seq: 20, hash: at(links, 19).hash })).toBeNull();
  });

  test('is where one row was changed, taken out, put in or exchanged, wherever that is', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 37 }), (n) => {
      const link = at(links, n);
      const changed = links.with(n, { ...link, digest: Buffer.alloc(32, 255) });
      expect(firstBreak(changed, start)).toEqual({ kind: 'changed', seq: n + 1, auditId: link.auditId });
      expect(firstBreak(links.with(n, { ...link, digest: null }), start)).toEqual({ kind: 'deleted', seq: n + 1, auditId: link.auditId });
      expect(firstBreak(links.toSpliced(n, 1), start)).toEqual({ kind: 'deleted', seq: n + 1, auditId: null });
      const forged = { seq: n + 1, auditId: 7, hash: Buffer.alloc(32, 254), digest: Buffer.alloc(32, 253) };
      const pushed = links.toSpliced(n, 0, forged).map((one, index) => ({ ...one, seq: index + 1 }));
      expect(firstBreak(pushed, start)).toEqual({ kind: 'inserted', seq: n + 1, auditId: 7 });
      const next = at(links, n + 1);
      const swapped = links.with(n, { ...link, auditId: next.auditId, digest: next.digest }).with(n + 1, { ...next, auditId: link.auditId, digest: link.digest });
      expect(firstBreak(swapped, start)).toEqual({ kind: 'reordered', seq: n + 1, auditId: next.auditId });
    }), { seed: 9, numRuns: runs(40) });
  });
});
