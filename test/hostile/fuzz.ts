import { z } from 'zod';
import type { Operation } from '../../src/platform/core/contract.ts';
import type { Sample } from '../support/bad-input.ts';

// Input for an operation out of its own declared shape and a stream of numbers: mostly what almost fits. Equal streams give
// equal input.

type Json = z.core.util.JSONType;
export type Chance = () => number;

const shape = z.object({
  type: z.unknown(), properties: z.record(z.string(), z.unknown()), items: z.unknown(), anyOf: z.array(z.unknown()), oneOf: z.array(z.unknown()), enum: z.array(z.json()), const: z.json(),
  minimum: z.number(), maximum: z.number(), minLength: z.number(), maxLength: z.number(), minItems: z.number(), maxItems: z.number(), format: z.string(), pattern: z.string(),
}).partial();

const pieces = ['柳', '𠮷', '한', 'é', 'é', '\u200d', '👨‍👩‍👧', '\u202e', '\u0000', '\ud800', ' ', '\n', '\r\n', '\t', '%', '_', '\\', '\'', '"', '<', '>', '&', ';', '--', '/*', '{{x}}', '${x}', '=1+1', '@', '0', '9', '１', '.', '-', '/', '..', '|', 'a', 'Z', 'null', 'NaN', '1e9', '2026-11-22', 'T', 'Z', ':', '+08:00', ',', '(', ')', '[', ']', '{', '}', '$1', '%s', '\\u0000', 'constructor', '__proto__'] as const;
const numbers = [0, -0, 1, -1, 0.1, 1.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, 2 ** 53 + 2, 1e21, 1e308, -1e308, 5e-324, 180, 180.000001, -180, 90, 90.1, 116.02, 36.05] as const;
const moments = ['2026-11-22', '2026-02-30', '2024-02-29', '9999-12-31', '0001-01-01', '2026-11-22T10:00:00Z', '2026-11-22T10:00:00+08:00', '2026-11-22T24:00:00Z', '2026-11-22T23:59:60Z', '-000001-01-01T00:00:00Z', '1e3', ''] as const;

const below = (chance: Chance, end: number): number => Math.floor(chance() * end);
const oneOf = <T>(chance: Chance, all: readonly T[]): T | undefined => all[below(chance, all.length)];

/** Something of any kind, up to three levels deep. */
function anything(chance: Chance, depth = 0): Json {
  switch (below(chance, depth > 2 ? 6 : 8)) {
    case 0: return null;
    case 1: return chance() < 0.5;
    case 2: return oneOf(chance, numbers) ?? 0;
    case 3: return oneOf(chance, moments) ?? '';
    case 4: case 5: return words(chance, below(chance, 12));
    case 6: return Array.from({ length: below(chance, 5) }, () => anything(chance, depth + 1));
    default: return Object.fromEntries(Array.from({ length: below(chance, 5) }, () => [words(chance, 1 + below(chance, 2)), anything(chance, depth + 1)]));
  }
}

function words(chance: Chance, length: number): string {
  return Array.from({ length }, () => oneOf(chance, pieces) ?? '').join('');
}

/** A length at the edges of what is allowed. */
function edge(chance: Chance, least: number | undefined, most: number | undefined): number {
  const low = least ?? 0;
  const high = Math.min(most ?? low + 20, 3_000);
  return Math.max(0, oneOf(chance, [low - 1, low, low + 1, high - 1, high, high + 1, low + below(chance, 8)]) ?? low);
}

function valueOf(raw: unknown, fitting: Json | undefined, chance: Chance, depth: number): Json {
  const roll = chance();
  if (roll < 0.06) return anything(chance);
  if (roll < 0.5 && fitting !== undefined && (typeof fitting !== 'object' || fitting === null)) return fitting;
  const { type, properties, items, anyOf, oneOf: ways, enum: names, const: only, minimum, maximum, minLength, maxLength, minItems, maxItems, format } = shape.parse(raw ?? {});
  if (properties !== undefined) {
    const known: Readonly<Record<string, Json>> = typeof fitting === 'object' && fitting !== null && !Array.isArray(fitting) ? fitting : {};
    const made = Object.entries(properties).flatMap(([name, inner]) => (chance() < 0.12 ? [] : [[name, chance() < 0.5 && known[name] !== undefined ? known[name] : valueOf(inner, known[name], chance, depth + 1)]]));
    if (chance() < 0.05) made.push([words(chance, 1), anything(chance)]);
    return Object.fromEntries(made) as Json; // JSON of JSON
  }
  if (only !== undefined) return only;
  if (names !== undefined && chance() < 0.8) return oneOf(chance, names) ?? null;
  const branches = anyOf ?? ways;
  if (branches !== undefined) return valueOf(oneOf(chance, branches), fitting, chance, depth + 1);
  switch (type) {
    case 'boolean': return chance() < 0.5;
    case 'integer': case 'number': return oneOf(chance, [...numbers, ...(minimum === undefined ? [] : [minimum, minimum - 1]), ...(maximum === undefined ? [] : [maximum, maximum + 1]), below(chance, 50)]) ?? 0;
    case 'array': {
      const own = Array.isArray(fitting) ? fitting[0] : undefined;
      return depth > 4 ? [] : Array.from({ length: Math.min(edge(chance, minItems, maxItems), 40) }, () => valueOf(items, own, chance, depth + 1));
    }
    case 'string':
      if (format === 'uuid' && chance() < 0.6) return `0190c0de-0000-7000-8000-${below(chance, 1e9).toString(16).padStart(12, '0')}`;
      return chance() < 0.2 ? oneOf(chance, moments) ?? '' : words(chance, edge(chance, minLength, maxLength)).slice(0, 4_000);
    default: return anything(chance);
  }
}

/** @param sample what fits, whose values are kept half of the time: otherwise nothing would get past the first check */
export function fuzzed(operation: Operation, sample: Sample, chance: Chance): Json {
  if (chance() < 0.02) return anything(chance);
  return valueOf(z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }), sample, chance, 0);
}
