import type { Column } from './statistics.ts';

/**
 * `o_ij`: weight of the columns in which unit i is above unit j, and half of those in which they are equal; a pair with a
 * missing value counts for neither. Weights sum to 1. As in COINr the lower triangle is `1 − o_ji` and the diagonal 0, so
 * with missing values what nobody won is the lower one's. Row i at `i * units`.
 */
export function outrankingMatrix(columns: readonly Column[], weights: readonly number[]): Float64Array {
  const units = columns[0]?.length ?? 0;
  let total = 0;
  for (const weight of weights) total += weight;
  const matrix = new Float64Array(units * units);
  for (let i = 0; i < units; i += 1) {
    for (let j = i + 1; j < units; j += 1) {
      let won = 0;
      for (const [k, column] of columns.entries()) {
        const a = column[i] ?? NaN;
        const b = column[j] ?? NaN;
        if (a > b) won += weights[k] ?? 0;
        else if (a === b) won += (weights[k] ?? 0) / 2;
      }
      matrix[i * units + j] = won / total;
      matrix[j * units + i] = 1 - won / total;
    }
  }
  return matrix;
}

/** Duels won minus duels lost (Copeland 1951): `Σ_j sign(o_ij − ½)`. Halves that differ by the noise of a sum are halves. */
export function copelandScores(matrix: Float64Array): Float64Array {
  const units = Math.sqrt(matrix.length);
  const scores = new Float64Array(units);
  for (let i = 0; i < units; i += 1) {
    for (let j = 0; j < units; j += 1) {
      const over = (matrix[i * units + j] ?? 0) - 0.5;
      if (i !== j && Math.abs(over) > 1e-9) scores[i] = (scores[i] ?? 0) + Math.sign(over);
    }
  }
  return scores;
}
