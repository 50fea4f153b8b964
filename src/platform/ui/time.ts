import { useEffect, useState } from 'react';
import { dayOf } from '../core/calendar.ts';
import { useWords, type Say } from '../client/i18n.ts';
import { uiWords } from './words.ts';

// Every time on a screen is Asia/Shanghai's, whatever the computer is set to.

type Ui = Say<(typeof uiWords)['zh-CN']>;

/** 今天 14:20 · 11-21 09:05 · 2025-11-21. */
export function shortMoment(moment: string, now: Date, t: Ui): string {
  const { day, time } = parts(moment);
  if (day === dayOf(now)) return `${t('ui.today')} ${time}`;
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? `${day.slice(5)} ${time}` : day;
}

/** 2026-11-21 09:05:30, for tooltips and paper. */
export function fullMoment(moment: string): string {
  const { day, time, seconds } = parts(moment);
  return `${day} ${time}:${seconds}`;
}

/** Minutes of the wall clock as 45 分钟, 3 小时, 2 天; whole units, never more than is left. */
export function span(minutes: number, t: Ui): string {
  const whole = Math.floor(Math.abs(minutes));
  if (whole < 60) return t('ui.minutes', { n: whole });
  if (whole < 48 * 60) return t('ui.hours', { n: Math.floor(whole / 60) });
  return t('ui.days', { n: Math.floor(whole / 1440) });
}

/** How a clock's minutes are grouped into days: a wall clock's of 24 hours, or an office's. */
export type DayLength = { readonly minutes: number; readonly isWorking: boolean };
export const wallDay: DayLength = { minutes: 1440, isWorking: false };

/** 45 分钟, 5 小时 20 分; what nobody would count in hours, from 48 of them on, in days: 3 天 4 小时, 3 个工作日 4 小时. */
export function clockSpan(minutes: number, day: DayLength, t: Ui): string {
  const whole = Math.floor(Math.abs(minutes));
  if (whole < 60) return t('ui.minutes', { n: whole });
  if (whole < Math.max(48 * 60, day.minutes)) return whole % 60 === 0 ? t('ui.hours', { n: whole / 60 }) : t('ui.hoursMinutes', { h: Math.floor(whole / 60), m: whole % 60 });
  const [d, h] = [Math.floor(whole / day.minutes), Math.floor((whole % day.minutes) / 60)];
  if (h === 0) return t(day.isWorking ? 'ui.workingDays' : 'ui.days', { n: d });
  return t(day.isWorking ? 'ui.workingDaysHours' : 'ui.daysHours', { d, h });
}

export function minutesUntil(moment: string, now: Date): number {
  return (Date.parse(moment) - now.getTime()) / 60_000;
}

/** The moment, again and again: for what counts down on a screen. */
export function useNow(everyMs = 30_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => { setNow(new Date()); }, everyMs);
    return () => { clearInterval(timer); };
  }, [everyMs]);
  return now;
}

/** `shortMoment` with the present moment and language already in it. */
export function useMoments(): { short: (moment: string) => string; full: (moment: string) => string; now: Date; span: (minutes: number) => string; clock: (minutes: number, day: DayLength) => string } {
  const t = useWords(uiWords);
  const now = useNow();
  return { now, short: (moment) => shortMoment(moment, now, t), full: fullMoment, span: (minutes) => span(minutes, t), clock: (minutes, day) => clockSpan(minutes, day, t) };
}

function parts(moment: string): { day: string; time: string; seconds: string } {
  const local = new Date(Date.parse(moment) + 8 * 3_600_000).toISOString(); // UTC+8 all year
  return { day: local.slice(0, 10), time: local.slice(11, 16), seconds: local.slice(17, 19) };
}
