import type { Finding } from './finding.ts';
import type { Panel } from './panel.ts';
import type { IndexTree } from './tree.ts';

/**
 * What a build gives: everything by columns with the cells of the panel. A table of indicators has the order of
 * `tree.indicators`, one of all nodes the order of `tree.nodes`.
 */
export type IndexResult = {
  readonly tree: IndexTree;
  /** What was handed in. */
  readonly panel: Panel;
  /** What was normalised: after denominators, filling and treatment, in raw direction. */
  readonly measured: readonly Float64Array[];
  /** By indicator: 1 where the cell was empty and has been filled; undefined where nothing was to be filled. */
  readonly filled: readonly Uint8Array[] | undefined;
  /** By indicator, more is better; NaN is missing, also where the method's arithmetic gives nothing. */
  readonly normalised: readonly Float64Array[];
  /** By node: an indicator's is its normalised column itself. */
  readonly scores: readonly Float64Array[];
  /** By node, within the period: 1 is the highest score, ties 1,2,2,4, 0 is no rank. */
  readonly ranks: readonly Int32Array[];
  readonly findings: readonly Finding[];
};
