import { refuse, type Refusal, type RefusalParams } from '../../../platform/core/refusal.ts';

/** Row i, column j: how many times more important i is than j, on Saaty's scale 1/9..9. */
export type Judgements = readonly (readonly number[])[];

/** Mean consistency index of random matrices, by their size; the version keeps which table was used. */
export type RandomIndexTable = { readonly name: string; readonly source: string; readonly bySize: Readonly<Record<number, number>> };

export const saatyTable: RandomIndexTable = {
  name: 'Saaty 1980',
  source: 'Saaty, T. L. (1980): The Analytic Hierarchy Process. McGraw-Hill, New York',
  bySize: { 1: 0, 2: 0, 3: 0.58, 4: 0.9, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49, 11: 1.51, 12: 1.48, 13: 1.56, 14: 1.57, 15: 1.59 },
};
export const alonsoLamataTable: RandomIndexTable = {
  name: 'Alonso–Lamata 2006',
  source: 'Alonso, J. A.; Lamata, M. T. (2006): Consistency in the Analytic Hierarchy Process: a new approach. IJUFKS 14(4), 445–459, 100,000 matrices of each size',
  bySize: { 1: 0, 2: 0, 3: 0.5245, 4: 0.8815, 5: 1.1086, 6: 1.2479, 7: 1.3417, 8: 1.4056, 9: 1.4499, 10: 1.4854, 11: 1.514, 12: 1.5365, 13: 1.5551, 14: 1.5713, 15: 1.5838 },
};
export const randomIndexTables: readonly RandomIndexTable[] = [saatyTable, alonsoLamataTable];

export type AhpReason = 'empty' | 'not-square' | 'bad-judgement' | 'diagonal' | 'not-reciprocal' | 'sizes-differ' | 'too-large' | 'bad-weight';
/** `refused` is `safety-index/ahp-<reason>`; `message` is its sentence in Chinese. */
export type AhpRefusal = Refusal & { readonly reason: AhpReason; readonly message: string };

export type AhpResult = {
  /** Sum to 1, in the order of the rows. */
  readonly weights: readonly number[];
  readonly lambdaMax: number;
  /** `CI = (λmax − n)/(n − 1)`, 0 for n < 2. */
  readonly consistencyIndex: number;
  /** `CR = CI/RI(n)`, 0 for n < 3, where nothing can contradict itself. */
  readonly consistencyRatio: number;
  /** CR < 0.1, Saaty's rule. */
  readonly isConsistent: boolean;
  readonly table: { readonly name: string; readonly source: string; readonly randomIndex: number };
};
export type GroupAhpResult = AhpResult & {
  /** The common judgements. */
  readonly judgements: Judgements;
  readonly byExpert: readonly AhpResult[];
};

/** Weights as the principal eigenvector (Saaty 1980), by power iteration until nothing changes beyond 1e-15. */
export function ahpWeights(judgements: Judgements, table: RandomIndexTable = saatyTable): AhpResult | AhpRefusal {
  const problem = judgementProblem(judgements, table);
  if (problem) return problem;
  const n = judgements.length;
  let weights = new Float64Array(n).fill(1 / n);
  let lambdaMax = n;
  for (let round = 0; round < 10_000; round += 1) {
    const next = times(judgements, weights);
    let sum = 0;
    for (const x of next) sum += x;
    let moved = 0;
    for (let i = 0; i < n; i += 1) {
      const weight = (next[i] ?? 0) / sum;
      moved = Math.max(moved, Math.abs(weight - (weights[i] ?? 0)));
      next[i] = weight;
    }
    weights = next;
    // With weights that sum to 1 the sum of A·w is the eigenvalue.
    lambdaMax = sum;
    if (moved < 1e-15) break;
  }
  const randomIndex = table.bySize[n] ?? NaN;
  // Rounding may leave λmax a hair below n.
  const consistencyIndex = n < 2 ? 0 : Math.max(0, (lambdaMax - n) / (n - 1));
  const consistencyRatio = n < 3 ? 0 : consistencyIndex / randomIndex;
  return { weights: [...weights], lambdaMax, consistencyIndex, consistencyRatio, isConsistent: consistencyRatio < 0.1, table: { name: table.name, source: table.source, randomIndex } };
}

/**
 * Several experts: their judgements are joined by the geometric mean, the only mean that keeps a matrix reciprocal
 * (Aczél and Saaty 1983). `voices` are the experts' own weights, equal where absent.
 */
export function groupAhpWeights(experts: readonly Judgements[], table: RandomIndexTable = saatyTable, voices?: readonly number[]): GroupAhpResult | AhpRefusal {
  const [first] = experts;
  if (first === undefined) return no('empty', {}, '没有一位专家的判断。');
  const byExpert: AhpResult[] = [];
  for (const [i, expert] of experts.entries()) {
    if (expert.length !== first.length) return no('sizes-differ', { expert: i + 1 }, `第 ${i + 1} 位专家比较了 ${expert.length} 项，第 1 位比较了 ${first.length} 项。`);
    const one = ahpWeights(expert, table);
    if ('refused' in one) return { ...one, message: `第 ${i + 1} 位专家：${one.message}` };
    byExpert.push(one);
  }
  const shares = voices ?? experts.map(() => 1);
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (shares.length !== experts.length || shares.some((share) => !(share >= 0)) || !(total > 0) || !Number.isFinite(total)) return no('bad-weight', {}, '专家的权重要与专家一一对应，不小于 0，并且不全是 0。');
  const judgements = first.map((row, i) => row.map((_, j) => Math.exp(experts.reduce((sum, expert, k) => sum + (shares[k] ?? 0) * Math.log(expert[i]?.[j] ?? 1), 0) / total)));
  const joint = ahpWeights(judgements, table);
  return 'refused' in joint ? joint : { ...joint, judgements, byExpert };
}

/** A whole matrix from its upper triangle, row by row: (1,2), (1,3) … (n−1,n). */
export function judgementsOf(size: number, upper: readonly number[]): Judgements {
  const at = (i: number, j: number): number => upper[i * size - (i * (i + 1)) / 2 + (j - i - 1)] ?? NaN;
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : i < j ? at(i, j) : 1 / at(j, i))));
}

/** The judgement that contradicts the others most: the pair whose `a_ij·w_j/w_i` is farthest from 1, to ask the expert again. */
export function leastConsistentPair(judgements: Judgements, weights: readonly number[]): { readonly row: number; readonly column: number; readonly judged: number; readonly implied: number } | undefined {
  let worst: { readonly row: number; readonly column: number; readonly judged: number; readonly implied: number } | undefined;
  let distance = 1e-9;
  for (const [row, judged] of judgements.entries()) {
    for (let column = row + 1; column < judged.length; column += 1) {
      const implied = (weights[row] ?? NaN) / (weights[column] ?? NaN);
      const own = judged[column] ?? NaN;
      const apart = Math.abs(Math.log(own / implied));
      if (apart > distance) { distance = apart; worst = { row, column, judged: own, implied }; }
    }
  }
  return worst;
}

function times(matrix: Judgements, vector: Float64Array): Float64Array<ArrayBuffer> {
  const product = new Float64Array(matrix.length);
  for (const [i, row] of matrix.entries()) {
    let sum = 0;
    for (const [j, a] of row.entries()) sum += a * (vector[j] ?? 0);
    product[i] = sum;
  }
  return product;
}

function judgementProblem(judgements: Judgements, table: RandomIndexTable): AhpRefusal | undefined {
  const n = judgements.length;
  if (n === 0) return no('empty', {}, '没有可比较的项目。');
  if (table.bySize[n] === undefined) return no('too-large', { size: n, table: table.name }, `随机一致性指标表“${table.name}”没有 ${n} 阶的数，一致性无法检验。`);
  for (const [i, row] of judgements.entries()) {
    if (row.length !== n) return no('not-square', { row: i + 1 }, `判断矩阵第 ${i + 1} 行有 ${row.length} 个数，应有 ${n} 个。`);
    for (const [j, a] of row.entries()) {
      if (!(a > 0) || !Number.isFinite(a)) return no('bad-judgement', { row: i + 1, column: j + 1, value: String(a) }, `第 ${i + 1} 行第 ${j + 1} 列的判断 ${a} 不行：要一个大于 0 的数。`);
      if (i === j && a !== 1) return no('diagonal', { row: i + 1 }, `第 ${i + 1} 行与自己比较，只能是 1。`);
      const back = judgements[j]?.[i] ?? NaN;
      if (i < j && !(Math.abs(a * back - 1) <= 1e-6)) return no('not-reciprocal', { row: i + 1, column: j + 1 }, `第 ${i + 1} 行第 ${j + 1} 列是 ${a}，反过来却是 ${back}：两数要互为倒数。`);
    }
  }
  return undefined;
}

function no(reason: AhpReason, params: RefusalParams, message: string): AhpRefusal {
  return { ...refuse(`safety-index/ahp-${reason}`, params), reason, message };
}
