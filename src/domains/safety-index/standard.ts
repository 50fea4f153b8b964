import { createHash } from 'node:crypto';
import type { StandardContent } from './contract-shapes.ts';
import type { NodeInput } from './rules/tree.ts';

/** The nodes as the engine wants them. Standards score in their own direction, so that for the tree more is always better. */
export function treeInputs(content: StandardContent): NodeInput[] {
  return content.nodes.map(({ code, name, parent, weight, indicator }) => ({
    code, name, parent: parent ?? undefined, weight, direction: 1, isIndicator: indicator !== null, unit: indicator?.unit ?? '', ...(indicator === null ? { availability: content.availability } : {}),
  }));
}

/** SHA-256 in hexadecimal of a value that is JSON, whatever the order of its keys: jsonb gives them back in another. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'object' && one !== null && !Array.isArray(one)
    ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one));
}
