/** A trend as a line with its last point; no axes: the number beside it is the scale. */
export function Spark({ values, label, width = 180, height = 44 }: { values: readonly (number | null)[]; label: string; width?: number; height?: number }) {
  const known = values.filter((value) => value !== null);
  const top = Math.max(...known, 1);
  const bottom = Math.min(...known, 0);
  const at = (value: number, index: number): [number, number] => [
    4 + (index / Math.max(values.length - 1, 1)) * (width - 8), height - 4 - ((value - bottom) / (top - bottom || 1)) * (height - 8),
  ];
  const points = values.flatMap((value, index) => (value === null ? [] : [at(value, index)]));
  const last = points.at(-1);
  return (
    <svg className="jw-spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <polyline points={points.map((point) => point.join()).join(' ')} fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinejoin="round" strokeLinecap="round" />
      {last ? <circle cx={last[0]} cy={last[1]} r="4" fill="currentColor" /> : null}
    </svg>
  );
}
