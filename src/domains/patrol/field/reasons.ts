import { useWords } from '../../../platform/client/i18n.ts';
import type { Why } from '../contract.ts';
import { patrolWords } from '../words.ts';

/** Each reason as a short sentence: why he, why today. */
export function useReason(): (why: Why) => string {
  const say = useWords(patrolWords);
  return (why) => {
    switch (why.why) {
      case 'wish': return why.lateDays > 0 ? say('patrol.why.wishLate', { days: why.lateDays }) : say('patrol.why.wishToday');
      case 'asked': return why.lateDays > 0 ? say('patrol.why.askedLate', { days: why.lateDays }) : say('patrol.why.askedBy', { on: why.on.slice(5) });
      case 'overdue': return say('patrol.why.overdue', { cycle: why.cycleDays, days: why.lateDays });
      case 'dueToday': return say('patrol.why.dueToday', { cycle: why.cycleDays });
      case 'neverVisited': return say('patrol.why.neverVisited');
      case 'days': return why.days === 1 ? say('patrol.why.daily') : say('patrol.why.days', { days: why.days });
      case 'weekday': return say('patrol.why.weekday', { weekday: say(`patrol.weekday.${asWeekday(why.weekday)}`) });
      case 'monthDay': return say('patrol.why.monthDay', { day: why.day });
      case 'market': return say('patrol.why.market', { day: say(why.calendar === 'lunar' ? 'patrol.lunarDay' : 'patrol.solarDay', { day: why.day }) });
      case 'holiday': return say('patrol.why.holiday', { name: why.name });
      case 'holidayEve': return say('patrol.why.holidayEve', { name: why.name });
    }
  };
}

function asWeekday(day: number): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  return ([1, 2, 3, 4, 5, 6, 7] as const).find((one) => one === day) ?? 1;
}
