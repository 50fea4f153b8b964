import { createHash } from 'node:crypto';

/** A transfer's id that follows from what it is for: a repeat finds the first. */
export function derivedId(what: string): string {
  const hex = createHash('sha256').update(what).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
