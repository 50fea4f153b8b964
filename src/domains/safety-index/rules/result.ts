import type { CombineSettings } from './combine.ts';
import type { Filling } from './fill.ts';
import type { Finding } from './finding.ts';
import type { Normalising } from './normalise.ts';
import type { Note } from './notes.ts';
import type { Treated, Treatment } from './outliers.ts';
import type { Panel } from './panel.ts';
import type { IndexTree } from './tree.ts';

/** What is done, in this order; a step that is absent is not done. */
export type BuildSettings = {
  /** Place of the only period that is wanted; all by default. Steps over time still see every period. */
  readonly period?: number;
  /** Divides each indicator that names a denominator by it. */
  readonly denominate?: boolean;
  readonly fill?: Filling;
  readonly treat?: Treating;
  /** Where it is absent, a score is the value in its direction. */
  readonly normalise?: Normalising;
  readonly aggregate?: Aggregating;
  readonly rank?: Ranking;
};

export type Treating = {
  readonly all: Treatment;
  readonly perIndicator?: ReadonlyMap<string, Treatment>;
  readonly scope: 'period' | 'panel';
};

export type Aggregating = CombineSettings & {
  /** The tree's own, all 1, or by code over the tree's own. */
  readonly weights?: 'given' | 'equal' | ReadonlyMap<string, number>;
};

export type Ranking = {
  /** 9 by default. */
  readonly decimals?: number;
  /** Name of the panel's grouping: ranks within it as well. */
  readonly group?: string;
};

/**
 * What a build gives: everything by columns with the cells of `panel`. A table of indicators has the order of
 * `tree.indicators`, one of all nodes the order of `tree.nodes`.
 */
export type IndexResult = {
  readonly settings: BuildSettings;
  /** With the weights that were used. */
  readonly tree: IndexTree;
  /** What was handed in, whole. */
  readonly source: Panel;
  /** What was handed in; of one period, where one was asked for. */
  readonly panel: Panel;
  /** After denominators; the panel's columns where that was not asked for. The same holds for the next two. */
  readonly denominated: readonly Float64Array[];
  readonly filledColumns: readonly Float64Array[];
  /** What was normalised, in raw direction. */
  readonly measured: readonly Float64Array[];
  /** By indicator: 1 where the cell was empty and has been filled; undefined where nothing was to be filled. */
  readonly filled: readonly Uint8Array[] | undefined;
  /** By indicator, one for each period or one over all; undefined where nothing was to be treated. */
  readonly treatments: readonly (readonly TreatmentReport[])[] | undefined;
  /** By indicator, more is better; NaN is missing, also where the method's arithmetic gives nothing. */
  readonly normalised: readonly Float64Array[];
  /** By node: an indicator's is its normalised column itself; NaN everywhere where nothing was aggregated. */
  readonly scores: readonly Float64Array[];
  /** By node, within the period: 1 is the highest score, ties 1,2,2,4, 0 is no rank. */
  readonly ranks: readonly Int32Array[];
  /** By node, within the group; undefined where none was asked for. */
  readonly groupRanks: readonly Int32Array[] | undefined;
  /** By node: of what `findings` are made. */
  readonly notes: readonly (readonly Note[])[];
  readonly findings: readonly Finding[];
};

export type TreatmentReport = Omit<Treated, 'values'>;
