import { refuse, type Refusal, type RefusalParams } from '../../../platform/core/refusal.ts';

/** How a node is made of its children. */
export type Combining =
  | { readonly method: 'arithmetic' | 'geometric' | 'harmonic' }
  | { readonly method: 'power'; readonly power: number };

/** What an indicator brings along for the methods that need it, in its raw unit. */
export type IndicatorSettings = {
  readonly lower?: number;
  readonly upper?: number;
  /** What the limits are worth: 100 by default. */
  readonly scale?: number;
  /** Whether a score stays within the limits; true by default. */
  readonly truncate?: boolean;
  readonly target?: number;
  /** Whether a score stops where the target is reached. */
  readonly capAtTarget?: boolean;
  /** Code of the panel's denominator: what is measured is the value per one of it. */
  readonly denominator?: string;
};

export type NodeInput = {
  readonly code: string;
  readonly name: string;
  /** Code of the parent; undefined for the index itself. */
  readonly parent: string | undefined;
  /** Relative to its siblings: they need not sum to 1. */
  readonly weight: number;
  readonly direction: 1 | -1;
  readonly unit?: string;
  /** 1 is an indicator; above all of its children. Counted from the bottom where not given. */
  readonly level?: number;
  /** Whether the node is measured itself. A node without children must be. */
  readonly isIndicator: boolean;
  readonly combining?: Combining;
  /** Share of children (0–1) below which the node has no score. */
  readonly availability?: number;
  readonly settings?: IndicatorSettings;
};

export type IndexNode = {
  readonly code: string;
  readonly name: string;
  /** Place of the parent in `nodes`, -1 for the index. */
  readonly parent: number;
  /** Places of the children, in the order given. */
  readonly children: readonly number[];
  readonly weight: number;
  readonly direction: 1 | -1;
  readonly unit: string;
  readonly level: number;
  readonly isIndicator: boolean;
  readonly combining: Combining | undefined;
  readonly availability: number | undefined;
  readonly settings: IndicatorSettings;
};

/** A tree of any depth, also uneven: an indicator may stand directly below the index. */
export type IndexTree = {
  /** In the order given; a node is named by its place here. */
  readonly nodes: readonly IndexNode[];
  readonly placeByCode: ReadonlyMap<string, number>;
  /** Places of the indicators, in the order given; column k of every table of indicators is `indicators[k]`. */
  readonly indicators: readonly number[];
  /** Places of the other nodes, children before parents. */
  readonly aggregates: readonly number[];
  readonly root: number;
};

export type TreeReason = 'empty' | 'duplicate-code' | 'empty-code' | 'no-root' | 'several-roots' | 'unknown-parent' | 'cycle' | 'indicator-with-children' | 'no-children' | 'bad-weight' | 'zero-weights' | 'bad-level' | 'bad-availability' | 'bad-power';
/** `refused` is `safety-index/tree-<reason>`; `message` is its sentence in Chinese. `code` names the node. */
export type TreeRefusal = Refusal & { readonly reason: TreeReason; readonly code: string; readonly message: string };

/** Every problem that the nodes have, or the tree. */
export function treeOf(inputs: readonly NodeInput[]): IndexTree | readonly TreeRefusal[] {
  const placeByCode = new Map(inputs.map(({ code }, place) => [code, place]));
  const early = codeProblems(inputs, placeByCode);
  if (early.length > 0) return early;
  const children: number[][] = inputs.map(() => []);
  const roots: number[] = [];
  const parents = inputs.map(({ parent }, place) => {
    const at = parent === undefined ? -1 : placeByCode.get(parent) ?? -1;
    if (at < 0) roots.push(place); else children[at]?.push(place);
    return at;
  });
  const cyclic = cycleOf(inputs, parents);
  if (cyclic) return [cyclic];
  const [root] = roots;
  if (root === undefined || roots.length > 1) return [severalRoots(inputs, roots)];
  const late = nodeProblems(inputs, children);
  if (late.length > 0) return late;
  const levels = levelsOf(inputs, children);
  const nodes = inputs.map((input, place): IndexNode => ({
    code: input.code, name: input.name, parent: parents[place] ?? -1, children: children[place] ?? [], weight: input.weight, direction: input.direction,
    unit: input.unit ?? '', level: levels[place] ?? 1, isIndicator: input.isIndicator, combining: input.combining, availability: input.availability, settings: input.settings ?? {},
  }));
  const levelProblems = nodes.flatMap((node) => {
    const parent = nodes[node.parent];
    return parent === undefined || parent.level > node.level ? [] : [problem('bad-level', node.code, { code: node.code, parent: parent.code }, `“${node.code}”的层级是 ${node.level}，必须低于上级“${parent.code}”的层级 ${parent.level}。`)];
  });
  if (levelProblems.length > 0) return levelProblems;
  return { nodes, placeByCode, root, indicators: places(nodes, (node) => node.isIndicator), aggregates: childrenFirst(nodes) };
}

export function isTree(value: IndexTree | readonly TreeRefusal[]): value is IndexTree {
  return 'nodes' in value;
}

/** The node of a place that the tree itself gave out. */
export function nodeAt(tree: IndexTree, place: number): IndexNode {
  const node = tree.nodes[place];
  if (node === undefined) throw new Error(`the tree has no place ${place}`);
  return node;
}

export function codesOf(tree: IndexTree, at: readonly number[]): string[] {
  return at.map((place) => nodeAt(tree, place).code);
}

/** Places of the nodes of one level, in the order given. */
export function placesOfLevel(tree: IndexTree, level: number): number[] {
  return places(tree.nodes, (node) => node.level === level);
}

/** The ancestor of that level, or undefined where the tree passes it by. */
export function ancestorAt(tree: IndexTree, place: number, level: number): number | undefined {
  for (let at = place; at >= 0; at = nodeAt(tree, at).parent) if (nodeAt(tree, at).level === level) return at;
  return undefined;
}

/**
 * Product over the levels of weight / sum of the siblings' weights, by place; 1 for the index. Where all siblings weigh
 * nothing it is 0. Of one unit and period, with what is missing left out: `effectiveWeightsAt` in `combine.ts`.
 */
export function effectiveWeights(tree: IndexTree): Float64Array {
  const weights = new Float64Array(tree.nodes.length);
  weights[tree.root] = 1;
  for (const place of tree.aggregates.toReversed()) {
    const { children } = nodeAt(tree, place);
    let sum = 0;
    for (const child of children) sum += nodeAt(tree, child).weight;
    for (const child of children) weights[child] = sum === 0 ? 0 : (weights[place] ?? 0) * nodeAt(tree, child).weight / sum;
  }
  return weights;
}

/** The same tree with other weights; codes that it does not know are the caller's to refuse. */
export function withWeights(tree: IndexTree, weights: ReadonlyMap<string, number>): IndexTree {
  return { ...tree, nodes: tree.nodes.map((node) => ({ ...node, weight: weights.get(node.code) ?? node.weight })) };
}

function problem(reason: TreeReason, code: string, params: RefusalParams, message: string): TreeRefusal {
  return { ...refuse(`safety-index/tree-${reason}`, params), reason, code, message };
}

function codeProblems(inputs: readonly NodeInput[], placeByCode: ReadonlyMap<string, number>): TreeRefusal[] {
  if (inputs.length === 0) return [problem('empty', '', {}, '指标体系是空的：一个指标也没有。')];
  const found: TreeRefusal[] = [];
  const seen = new Set<string>();
  for (const { code, parent } of inputs) {
    if (code.trim() === '') found.push(problem('empty-code', code, {}, '有一个指标没有编码。'));
    else if (seen.has(code)) found.push(problem('duplicate-code', code, { code }, `编码“${code}”出现了两次。`));
    seen.add(code);
    if (parent !== undefined && !placeByCode.has(parent)) found.push(problem('unknown-parent', code, { code, parent }, `“${code}”的上级“${parent}”不在指标体系里。`));
  }
  return found;
}

function cycleOf(inputs: readonly NodeInput[], parents: readonly number[]): TreeRefusal | undefined {
  const isDone = new Uint8Array(inputs.length);
  for (let start = 0; start < inputs.length; start += 1) {
    const path: number[] = [];
    const onPath = new Set<number>();
    let at = start;
    while (at >= 0 && isDone[at] === 0 && !onPath.has(at)) { path.push(at); onPath.add(at); at = parents[at] ?? -1; }
    if (at >= 0 && onPath.has(at)) {
      const codes = [...path.slice(path.indexOf(at)), at].map((place) => inputs[place]?.code ?? '');
      return problem('cycle', codes[0] ?? '', { path: codes.join(' → ') }, `上下级关系成了环：${codes.join(' → ')}。`);
    }
    for (const place of path) isDone[place] = 1;
  }
  return undefined;
}

function severalRoots(inputs: readonly NodeInput[], roots: readonly number[]): TreeRefusal {
  const codes = roots.map((place) => inputs[place]?.code ?? '');
  if (codes.length === 0) return problem('no-root', '', {}, '没有最上一级的指数：每个指标都有上级。');
  return problem('several-roots', codes[1] ?? '', { codes: codes.join('、') }, `最上一级只能有一个，没有上级的有 ${codes.length} 个：${codes.join('、')}。`);
}

function nodeProblems(inputs: readonly NodeInput[], children: readonly (readonly number[])[]): TreeRefusal[] {
  const found: TreeRefusal[] = [];
  for (const [place, { code, isIndicator, weight, availability, combining }] of inputs.entries()) {
    const own = children[place] ?? [];
    if (isIndicator && own.length > 0) found.push(problem('indicator-with-children', code, { code }, `“${code}”是要测量的指标，不能再有下级。`));
    if (!isIndicator && own.length === 0) found.push(problem('no-children', code, { code }, `“${code}”既不是测量的指标，也没有下级。`));
    if (!Number.isFinite(weight) || weight < 0) found.push(problem('bad-weight', code, { code, weight: String(weight) }, `“${code}”的权重 ${weight} 不行：要一个不小于 0 的数。`));
    if (availability !== undefined && !(availability >= 0 && availability <= 1)) found.push(problem('bad-availability', code, { code }, `“${code}”的数据齐全门槛 ${availability} 不行：要 0 到 1 之间的数。`));
    if (combining?.method === 'power' && (!Number.isFinite(combining.power) || combining.power === 0)) found.push(problem('bad-power', code, { code }, `“${code}”的幂 ${combining.power} 不行：要一个不是 0 的数（0 就是几何平均）。`));
    if (own.length > 0 && own.every((child) => inputs[child]?.weight === 0)) found.push(problem('zero-weights', code, { code }, `“${code}”的下级权重全部是 0：${own.map((child) => inputs[child]?.code ?? '').join('、')}。`));
  }
  return found;
}

function levelsOf(inputs: readonly NodeInput[], children: readonly (readonly number[])[]): Int32Array {
  const levels = new Int32Array(inputs.length);
  const measure = (place: number): number => {
    let highest = 0;
    for (const child of children[place] ?? []) highest = Math.max(highest, measure(child));
    levels[place] = inputs[place]?.level ?? highest + 1;
    return levels[place] ?? 1;
  };
  for (const [place, { parent }] of inputs.entries()) if (parent === undefined) measure(place);
  return levels;
}

function places(nodes: readonly IndexNode[], wanted: (node: IndexNode) => boolean): number[] {
  return nodes.flatMap((node, place) => (wanted(node) ? [place] : []));
}

/** By level from the bottom, in each in the order given: levels are above all children, so this is an order of work. */
function childrenFirst(nodes: readonly IndexNode[]): number[] {
  return places(nodes, (node) => !node.isIndicator).toSorted((a, b) => (nodes[a]?.level ?? 0) - (nodes[b]?.level ?? 0) || a - b);
}
