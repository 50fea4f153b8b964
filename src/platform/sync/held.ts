import type { ScopeAnswer } from '../core/sync/wire.ts';

// What a phone holds of a scope is compared with what belongs to it, never followed by a log: whatever made the two differ (a
// case that moved, a grid that was redrawn, a restored backup), the answer is the difference. 32 parts, so that one changed
// document costs a thirty-second of the scope; for each part 48 bits of the names and versions of what is in it.

export type Held = { readonly id: string; readonly version: string };
export const partCount = 32;

export function partOf(id: string): number {
  return mix(id, 7)[0] % partCount;
}

/** Nine characters for each part. The same documents give the same cursor in whatever order they come. */
export function cursorOf(held: readonly Held[]): string {
  const sums = new Uint16Array(partCount * 3);
  for (const { id, version } of held) {
    const at = partOf(id) * 3;
    const [high, low] = mix(`${id}\n${version}`, 11);
    // A sum, not XOR: two that are there twice would be none.
    sums[at] = (sums[at] ?? 0) + (high >>> 16);
    sums[at + 1] = (sums[at + 1] ?? 0) + (low & 0xffff);
    sums[at + 2] = (sums[at + 2] ?? 0) + (low >>> 16);
  }
  return Array.from({ length: partCount }, (_none, part) => [0, 1, 2].map((word) => encode(sums[part * 3 + word] ?? 0)).join('')).join('');
}

const width = 9;
/** Parts in which what the phone holds is not what there is; all, where it has never had any or its cursor cannot be read. */
export function differing(now: string, theirs: string | undefined): number[] {
  const parts = Array.from({ length: partCount }, (_none, part) => part);
  if (theirs?.length !== partCount * width) return parts;
  return parts.filter((part) => now.slice(part * width, (part + 1) * width) !== theirs.slice(part * width, (part + 1) * width));
}

/** The answer for one scope. `read` is asked for the documents of the parts that differ, and for no other. */
export async function compare(scope: string, held: readonly Held[], theirs: string | undefined, read: (ids: readonly string[]) => Promise<ReadonlyMap<string, unknown>>): Promise<ScopeAnswer> {
  const cursor = cursorOf(held);
  const parts = new Set(differing(cursor, theirs));
  if (parts.size === 0) return { scope, cursor, parts: [] };
  const wanted = held.filter(({ id }) => parts.has(partOf(id)));
  const data = wanted.length === 0 ? new Map<string, unknown>() : await read(wanted.map(({ id }) => id));
  // What cannot be read any more is gone, and its part is then compared again.
  const docs = wanted.flatMap((one) => (data.has(one.id) ? [{ ...one, data: data.get(one.id) }] : []));
  const isWhole = docs.length === wanted.length;
  return {
    scope, cursor: isWhole ? cursor : cursorOf([...held.filter(({ id }) => !parts.has(partOf(id))), ...docs]),
    parts: [...parts].map((part) => ({ part, docs: docs.filter(({ id }) => partOf(id) === part) })),
  };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Three characters for sixteen bits. */
function encode(value: number): string {
  return `${letters[(value >>> 12) & 63] ?? ''}${letters[(value >>> 6) & 63] ?? ''}${letters[value & 63] ?? ''}`;
}

/** Two words of 32 bits that differ wherever the text does (cyrb53, by bryc, public domain); not for secrets. */
function mix(text: string, seed: number): [number, number] {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return [a >>> 0, b >>> 0];
}
