/** Of one unit over the periods; NaN is missing. `times` are places in the calendar, evenly counted (months, not 202412). */
export type Trend = {
  readonly value: number;
  /** Share of the periods that are there. */
  readonly available: number;
  /** The times of the first and last value that is there; NaN where there is none. */
  readonly firstTime: number;
  readonly lastTime: number;
};

/** Compound growth per period: `(last/first)^(1/Δt) − 1`; 0 where both ends are equal, NaN for fewer than two values. */
export function compoundGrowth(values: Float64Array, times: Float64Array): number {
  const [first, last] = ends(values);
  if (first === last) return NaN;
  const a = values[first] ?? NaN;
  const b = values[last] ?? NaN;
  if (a === b) return 0;
  return (b / a) ** (1 / ((times[last] ?? NaN) - (times[first] ?? NaN))) - 1;
}

/** Per cent per period: slope of the least squares line over its value at the first time; with two values plainly from one to the other. */
export function percentChange(values: Float64Array, times: Float64Array): number {
  const [first, last] = ends(values);
  if (first === last) return NaN;
  const { n, meanT, meanX } = centre(values, times);
  if (n === 2) return 100 * ((values[last] ?? NaN) - (values[first] ?? NaN)) / ((times[last] ?? NaN) - (times[first] ?? NaN)) / (values[first] ?? NaN);
  let across = 0;
  let along = 0;
  for (let i = 0; i < values.length; i += 1) {
    const x = values[i] ?? NaN;
    if (x !== x) continue;
    const t = (times[i] ?? NaN) - meanT;
    across += t * (x - meanX);
    along += t * t;
  }
  const slope = across / along;
  return 100 * slope / (meanX + slope * ((times[first] ?? NaN) - meanT));
}

/** As `get_trends` of COINr: with `latest`, only so many periods up to the last that has a value. */
export function trendOf(kind: 'growth' | 'percent-change', values: Float64Array, times: Float64Array, latest?: number): Trend {
  const [, end] = ends(values);
  const until = latest === undefined || end < 0 ? values.length : end + 1;
  const from = latest === undefined ? 0 : Math.max(0, until - latest);
  const xs = values.subarray(from, until);
  const ts = times.subarray(from, until);
  let n = 0;
  for (const x of xs) if (x === x) n += 1;
  const [first, last] = ends(xs);
  return { value: kind === 'growth' ? compoundGrowth(xs, ts) : percentChange(xs, ts), available: n / xs.length, firstTime: n === 0 ? NaN : ts[first] ?? NaN, lastTime: n === 0 ? NaN : ts[last] ?? NaN };
}

function ends(values: Float64Array): readonly [number, number] {
  let first = -1;
  let last = -1;
  for (let i = 0; i < values.length; i += 1) {
    const x = values[i] ?? NaN;
    if (x !== x) continue;
    if (first < 0) first = i;
    last = i;
  }
  return [first, last];
}

function centre(values: Float64Array, times: Float64Array): { readonly n: number; readonly meanT: number; readonly meanX: number } {
  let n = 0;
  let t = 0;
  let x = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? NaN;
    if (value !== value) continue;
    n += 1;
    t += times[i] ?? NaN;
    x += value;
  }
  return { n, meanT: t / n, meanX: x / n };
}
