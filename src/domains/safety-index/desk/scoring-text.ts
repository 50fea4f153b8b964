import { scoring, type Scoring } from '../contract-shapes.ts';
import type { Say } from '../../../platform/client/i18n.ts';
import type { indexDeskWords } from './words.ts';

type T = Say<(typeof indexDeskWords)['zh-CN']>;

/** A standard as sentences a clerk would write, one for each rule. */
export function scoringText({ base, adjustments = [] }: Scoring, unit: string, t: T): string[] {
  return [...baseText(base, unit, t), ...adjustments.map((one) => {
    if (one.kind === 'veto') return t('indexDesk.indicator.adjust.veto', { n: `${one.atLeast}${unit}`, score: one.score });
    if (one.kind === 'bonus') return t('indexDesk.indicator.adjust.bonus', { unit, each: one.each, cap: one.cap });
    return `${t('indexDesk.indicator.adjust.deduction', { unit, each: one.each })}${one.cap === undefined ? '' : t('indexDesk.indicator.adjust.cap', { cap: one.cap })}`;
  })];
}

/** The same of a standard that came as JSON; what is none is shown as it came. */
export function scoringOf(json: string, unit: string, t: T): string {
  const read = scoring.safeParse(JSON.parse(json));
  return read.success ? scoringText(read.data, unit, t).join('；') : json;
}

function baseText(base: Scoring['base'], unit: string, t: T): string[] {
  const of = (value: number): string => `${value}${unit}`;
  switch (base.kind) {
    case 'full': return [t('indexDesk.indicator.base_.full')];
    case 'linear': return [`${base.points.map(({ at, score }) => t('indexDesk.indicator.base_.linear', { at: of(at), score })).join('、')}${t('indexDesk.indicator.base_.between')}`];
    case 'steps': return base.steps.map(({ from, below, score }) => t('indexDesk.indicator.base_.step', {
      score, range: from === undefined ? t('indexDesk.indicator.base_.below', { n: of(below ?? 0) }) : below === undefined ? t('indexDesk.indicator.base_.from', { n: of(from) }) : t('indexDesk.indicator.base_.range', { from, below: of(below) }),
    }));
    case 'bands': return base.bands.map(({ label, from, score }) => t('indexDesk.indicator.base_.band', { label, n: of(from), score }));
  }
}
