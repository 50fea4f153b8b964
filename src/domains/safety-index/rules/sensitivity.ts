import type { Chance } from './chance.ts';
import { variance } from './statistics.ts';

export type SensitivityIndex = {
  /** First order: the share of the variance that this one explains by itself. Small samples give negative ones too. */
  readonly first: number;
  /** Total: with all its interactions. */
  readonly total: number;
};
export type Factor = { readonly name: string; /** How many alternatives it has. */ readonly alternatives: number };
export type Sensitivity = {
  readonly byFactor: readonly (SensitivityIndex & { readonly name: string })[];
  readonly variance: number;
  /** What each run said, runs of A, of B, then of A with one column from B after the other. */
  readonly outputs: Float64Array;
  /** Which alternatives each run had, by factor. */
  readonly alternatives: readonly (readonly number[])[];
};

/**
 * From `n·(d+2)` outputs in the order A, B, A with column 1 from B, …: `Si = mean(yB(yABj − yA))/Var` (Saltelli et al. 2010),
 * `STi = Σ(yA − yABj)²/(2N·Var)` (Jansen 1999), variance with n−1 over A and B. Without variance NaN.
 */
export function sensitivityIndices(outputs: Float64Array, factors: number): { readonly indices: readonly SensitivityIndex[]; readonly variance: number } {
  const n = outputs.length / (factors + 2);
  const both = outputs.subarray(0, 2 * n);
  // `variance` leaves out what is missing; here a run without an output makes the whole untellable.
  const spread = both.some((y) => y !== y) ? NaN : variance(both);
  const indices = Array.from({ length: factors }, (_, j): SensitivityIndex => {
    let first = 0;
    let total = 0;
    for (let i = 0; i < n; i += 1) {
      const a = outputs[i] ?? NaN;
      const b = outputs[n + i] ?? NaN;
      const mixed = outputs[(2 + j) * n + i] ?? NaN;
      first += b * (mixed - a);
      total += (a - mixed) ** 2;
    }
    return { first: first / n / spread, total: total / (2 * n * spread) };
  });
  return { indices, variance: spread };
}

/** The design: rows of A, of B, then of A with each column from B; numbers in [0, 1) by row. */
export function sensitivityDesign(n: number, factors: number, chance: Chance): readonly Float64Array[] {
  const draw = (): Float64Array[] => Array.from({ length: n }, () => Float64Array.from({ length: factors }, chance));
  const a = draw();
  const b = draw();
  const mixed = Array.from({ length: factors }, (_, j) => a.map((row, i) => {
    const own = row.slice();
    own[j] = b[i]?.[j] ?? NaN;
    return own;
  }));
  return [...a, ...b, ...mixed.flat()];
}

/**
 * Which choice moves the ranks most. `evaluate` gets the place of the alternative of each factor and answers with a number,
 * usually the mean absolute shift of the ranks; equal choices are asked once. Alternatives have equal parts of [0, 1),
 * whatever the sample's own range is.
 */
export function sensitivityOf(factors: readonly Factor[], n: number, chance: Chance, evaluate: (alternatives: readonly number[]) => number): Sensitivity {
  const known = new Map<string, number>();
  const chosen = sensitivityDesign(n, factors.length, chance).map((row) => factors.map(({ alternatives: count }, j) => Math.min(count - 1, Math.floor((row[j] ?? 0) * count))));
  const outputs = Float64Array.from(chosen, (alternatives) => {
    const key = alternatives.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const output = evaluate(alternatives);
    known.set(key, output);
    return output;
  });
  const { indices, variance: spread } = sensitivityIndices(outputs, factors.length);
  return { byFactor: indices.map((index, j) => ({ name: factors[j]?.name ?? '', ...index })), variance: spread, outputs, alternatives: chosen };
}
