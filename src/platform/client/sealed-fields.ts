import type { Safe } from './row-store.ts';
import { seal, unseal, type Box } from './safe.ts';

// What is typed, as it lies in the phone's own tables: closed under the key of what is unsent, where its writer has one.

export type Closed = { readonly box: Box };

export async function closeFields(safe: Safe | null, person: number | null, fields: unknown): Promise<unknown> {
  return safe === null || person === null ? fields : { box: await seal(safe.queue, `fields ${person}`, fields) } satisfies Closed;
}

export function isClosed(fields: unknown): fields is Closed {
  return typeof fields === 'object' && fields !== null && 'box' in fields;
}

/** What another key closed, or what is locked, is not told: null. */
export async function openFields(safe: Safe | null, person: number | null, fields: unknown): Promise<unknown> {
  if (!isClosed(fields)) return fields;
  return safe === null || person === null ? null : unseal(safe.queue, `fields ${person}`, fields.box).catch(() => null);
}
