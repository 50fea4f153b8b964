import { LineChart, RadarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, RadarComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { fonts, light } from './tokens.ts';

use([LineChart, RadarChart, GridComponent, LegendComponent, RadarComponent, TooltipComponent, CanvasRenderer]);

/** `main`: what is spoken of, a thick line; the others are what it is compared with. */
export type Series = { readonly name: string; readonly values: readonly (number | null)[]; readonly main?: boolean };
export type RadarProps = { axes: readonly string[]; series: readonly Series[]; /** The outermost ring. */ max: number; height: number; /** What a reader who sees no picture is told. */ label: string; onAxis?: (index: number) => void };
export type LineProps = { points: readonly string[]; series: readonly Series[]; height: number; label: string; range?: readonly [number, number]; onPoint?: (index: number) => void };

const tokens = light;
const looks = (series: Series, at: number): { color: string; type: 'solid' | 'dashed' | 'dotted'; width: number } => (
  series.main ? { color: tokens.accent, type: 'solid', width: 2.5 } : { color: at === 1 ? tokens.text2 : tokens.lineStrong, type: at === 1 ? 'dashed' : 'dotted', width: 1.5 });
const text = { fontFamily: fonts, color: tokens.text2, fontSize: 12 };
const number = (value: unknown): string => (typeof value === 'number' ? value.toFixed(2) : '—');

export function RadarView({ axes, series, max, height, label, onAxis }: RadarProps) {
  return <Chart label={label} height={height} onPick={onAxis && ((name) => { const at = axes.indexOf(name); if (at >= 0) onAxis(at); })} option={{
    legend: { bottom: 0, icon: 'roundRect', itemWidth: 14, itemHeight: 3, textStyle: text },
    radar: { indicator: axes.map((name) => ({ name, max })), radius: '64%', center: ['50%', '47%'], axisName: { ...text, color: tokens.text }, splitNumber: 4, splitArea: { show: false }, splitLine: { lineStyle: { color: tokens.line } }, axisLine: { lineStyle: { color: tokens.line } }, triggerEvent: true },
    tooltip: { renderMode: 'richText', formatter: ({ name, value }: { name: string; value: readonly unknown[] }) => [name, ...axes.map((axis, at) => `${axis} ${number(value[at])}`)].join('\n') },
    series: [{ type: 'radar', symbolSize: 5, data: series.map((one, at) => ({ name: one.name, value: one.values.map((value) => value ?? 0), lineStyle: looks(one, at), itemStyle: { color: looks(one, at).color }, ...(one.main ? { areaStyle: { color: tokens.accent, opacity: 0.14 } } : {}) })) }],
  }} />;
}

export function LineView({ points, series, height, label, range, onPoint }: LineProps) {
  return <Chart label={label} height={height} onPick={onPoint && ((_name, at) => { onPoint(at); })} option={{
    grid: { left: 44, right: 16, top: 16, bottom: 48 },
    legend: { bottom: 0, icon: 'roundRect', itemWidth: 14, itemHeight: 3, textStyle: text },
    xAxis: { type: 'category', data: [...points], boundaryGap: false, axisLabel: text, axisLine: { lineStyle: { color: tokens.line } }, axisTick: { show: false } },
    yAxis: { type: 'value', scale: true, ...(range ? { min: range[0], max: range[1] } : {}), axisLabel: text, splitLine: { lineStyle: { color: tokens.line } } },
    tooltip: { trigger: 'axis', renderMode: 'richText', formatter: (all: readonly { name: string; seriesName: string; value: unknown }[]) => [all[0]?.name ?? '', ...all.map((one) => `${one.seriesName} ${number(one.value)}`)].join('\n') },
    series: series.map((one, at) => ({ type: 'line', name: one.name, data: [...one.values], connectNulls: false, symbol: 'circle', symbolSize: one.main ? 6 : 4, showSymbol: one.main === true, lineStyle: looks(one, at), itemStyle: { color: looks(one, at).color } })),
  }} />;
}

function Chart({ option, height, label, onPick }: { option: EChartsCoreOption; height: number; label: string; onPick?: ((name: string, index: number) => void) | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof init> | null>(null);
  const pick = useRef(onPick);
  useEffect(() => { pick.current = onPick; });
  useEffect(() => {
    if (!box.current) return undefined;
    const made = init(box.current);
    chart.current = made;
    made.on('click', (event) => { pick.current?.(String(event.name), event.dataIndex ?? -1); });
    const watch = new ResizeObserver(() => { made.resize(); });
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  // Labels and lines change together; a stale line of an earlier question must not stay.
  useEffect(() => { chart.current?.setOption({ animation: false, ...option }, { notMerge: true }); });
  return <div ref={box} className="jw-chart" role="img" aria-label={label} style={{ height }} />;
}
