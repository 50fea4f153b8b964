import fc from 'fast-check';
import { panelOf, type Panel } from '../../src/domains/safety-index/rules/panel.ts';
import { isTree, treeOf, type IndexTree, type NodeInput } from '../../src/domains/safety-index/rules/tree.ts';

// Indices of any shape for properties: uneven trees, weights of zero, data that are missing.

type Shape = { readonly weight: number; readonly children: readonly Shape[] };

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record({
    weight: fc.integer({ min: 0, max: 5 }),
    children: fc.oneof({ maxDepth: 3, depthSize: 'medium', withCrossShrink: true }, { weight: 2, arbitrary: fc.constant<readonly Shape[]>([]) }, { weight: 3, arbitrary: fc.array(tie('shape'), { minLength: 1, maxLength: 4 }) }),
  }),
}));

/** A tree with at least one indicator; siblings never all weigh nothing. */
export const anyTree: fc.Arbitrary<IndexTree> = fc.array(shape, { minLength: 1, maxLength: 4 }).map((children) => {
  const inputs: NodeInput[] = [];
  const add = ({ weight, children: below }: Shape, code: string, parent: string | undefined): void => {
    inputs.push({ code, name: code, parent, weight, direction: 1, isIndicator: below.length === 0 });
    const isIdle = below.every((child) => child.weight === 0);
    for (const [at, child] of below.entries()) add(isIdle ? { ...child, weight: 1 } : child, `${code}.${at}`, code);
  };
  add({ weight: 1, children }, 'I', undefined);
  return treeFrom(inputs);
});

export function treeFrom(inputs: readonly NodeInput[]): IndexTree {
  const tree = treeOf(inputs);
  if (!isTree(tree)) throw new Error(tree[0]?.message);
  return tree;
}

/** Values of 0–100 to a hundredth, about a fifth of them missing. */
export function anyPanel(tree: IndexTree, units: number, periods: number): fc.Arbitrary<Panel> {
  const value = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100) }, { weight: 1, arbitrary: fc.constant(NaN) });
  const column = fc.array(value, { minLength: units * periods, maxLength: units * periods }).map((values) => Float64Array.from(values));
  return fc.array(column, { minLength: tree.indicators.length, maxLength: tree.indicators.length }).map((columns) => panelFrom(units, periods, columns));
}

export function panelFrom(units: number, periods: number, columns: readonly Float64Array[]): Panel {
  const panel = panelOf({ units: Array.from({ length: units }, (_, at) => `U${at + 1}`), periods: Array.from({ length: periods }, (_, at) => String(at + 1)), columns });
  if ('refused' in panel) throw new Error(panel.refused);
  return panel;
}
