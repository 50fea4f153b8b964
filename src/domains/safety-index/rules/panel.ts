import { refuse, type Refusal } from '../../../platform/core/refusal.ts';

/**
 * Units × periods × indicators, by columns. The cell of unit u in period t is at `t * units.length + u`, so that a period
 * is one stretch of each column. A period is known by its place in the calendar alone: never arithmetic on 202412.
 */
export type Panel = {
  /** Codes of the units. */
  readonly units: readonly string[];
  /** Labels of the periods in the order of the calendar. */
  readonly periods: readonly string[];
  /** Where each period is in the calendar, in steps of its kind (months, days, quarters): a gap in the file is a gap here. */
  readonly positions: readonly number[];
  /** One for each indicator of the tree, in the order of `tree.indicators`; NaN is missing, -0 does not occur. */
  readonly columns: readonly Float64Array[];
  /** 1 where the unit was there in the period; where it was not, its cells are NaN and it has no rank. */
  readonly present: Uint8Array;
  /** Grouping columns by name. */
  readonly groups: ReadonlyMap<string, Grouping>;
  /** Denominators by code, a value for each cell. */
  readonly denominators: ReadonlyMap<string, Float64Array>;
};

/** A unit may change its group, so every cell has one: a place in `labels`, -1 for none. */
export type Grouping = { readonly labels: readonly string[]; readonly of: Int32Array };

export function cellOf(panel: Panel, period: number, unit: number): number {
  return period * panel.units.length + unit;
}

export function periodOfCell(panel: Panel, cell: number): number {
  return Math.floor(cell / panel.units.length);
}

export function unitOfCell(panel: Panel, cell: number): number {
  return cell % panel.units.length;
}

/** The stretch of a column that is one period: a view, not a copy. */
export function ofPeriod<T extends Float64Array | Uint8Array | Int32Array>(panel: Panel, column: T, period: number): T {
  const { length } = panel.units;
  // A part of a Float64Array is a Float64Array; the compiler only knows the union.
  return column.subarray(period * length, (period + 1) * length) as T;
}

/** A panel of one period alone, its columns views of the whole. */
export function panelOfPeriod(panel: Panel, period: number): Panel {
  const cut = (column: Float64Array): Float64Array => ofPeriod(panel, column, period);
  return {
    units: panel.units, periods: panel.periods.slice(period, period + 1), positions: panel.positions.slice(period, period + 1), columns: panel.columns.map(cut), present: ofPeriod(panel, panel.present, period),
    groups: new Map([...panel.groups].map(([name, { labels, of }]) => [name, { labels, of: ofPeriod(panel, of, period) }])),
    denominators: new Map([...panel.denominators].map(([code, column]) => [code, cut(column)])),
  };
}

export type PanelInput = {
  readonly units: readonly string[];
  readonly periods: readonly string[];
  /** The places in `periods` where not given: no period is left out. */
  readonly positions?: readonly number[];
  readonly columns: readonly Float64Array[];
  readonly present?: Uint8Array;
  readonly groups?: ReadonlyMap<string, Grouping>;
  readonly denominators?: ReadonlyMap<string, Float64Array>;
};

/**
 * A panel whose lengths fit; -0 becomes 0 in place. Refused: no unit, no period, one of them twice, a column of another
 * length, an infinite value.
 */
export function panelOf(input: PanelInput): Panel | Refusal {
  const { units, periods, columns } = input;
  const cells = units.length * periods.length;
  if (units.length === 0) return refuse('safety-index/panel-no-unit');
  if (periods.length === 0) return refuse('safety-index/panel-no-period');
  const twice = firstTwice(units) ?? firstTwice(periods);
  if (twice !== undefined) return refuse('safety-index/panel-twice', { code: twice });
  const denominators = input.denominators ?? new Map<string, Float64Array>();
  for (const [at, column] of [...columns, ...denominators.values()].entries()) {
    if (column.length !== cells) return refuse('safety-index/panel-length', { column: at, length: column.length, cells });
    for (let cell = 0; cell < cells; cell += 1) {
      const value = column[cell] ?? NaN;
      if (value === 0) column[cell] = 0;
      else if (value === Infinity || value === -Infinity) return refuse('safety-index/panel-infinite', { column: at, unit: units[cell % units.length] ?? '', period: periods[Math.floor(cell / units.length)] ?? '' });
    }
  }
  return { units, periods, positions: input.positions ?? [...periods.keys()], columns, present: input.present ?? new Uint8Array(cells).fill(1), groups: input.groups ?? new Map<string, Grouping>(), denominators };
}

/** A grouping from one label for each cell; undefined is no group. */
export function groupingOf(labelOfCell: readonly (string | undefined)[]): Grouping {
  const places = new Map<string, number>();
  const of = Int32Array.from(labelOfCell, (label) => {
    if (label === undefined) return -1;
    const place = places.get(label) ?? places.size;
    places.set(label, place);
    return place;
  });
  return { labels: [...places.keys()], of };
}

function firstTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}
