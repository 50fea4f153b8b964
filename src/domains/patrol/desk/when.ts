import { useWords } from '../../../platform/client/i18n.ts';
import type { Plan } from '../contract.ts';
import type { Rhythm } from '../rules/rhythm.ts';
import { patrolWords } from '../words.ts';

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** When a plan falls, as one line. */
export function useWhen(): (plan: Plan) => string {
  const t = useWords(patrolWords);
  const one = (rhythm: Rhythm): string => {
    switch (rhythm.every) {
      case 'days': return rhythm.days === 1 ? t('patrol.rhythm.daily') : t('patrol.rhythm.days', { days: rhythm.days });
      case 'weekdays': return new Set(rhythm.weekdays).size === 7 ? t('patrol.rhythm.daily') : t('patrol.rhythm.weekdays', { weekdays: weekdays.filter((day) => rhythm.weekdays.includes(day)).map((day) => t(`patrol.weekday.${day}`)).join('、') });
      case 'monthDays': return t('patrol.rhythm.monthDays', { days: [...rhythm.days].sort((a, b) => a - b).join('、') });
      case 'market': return t(rhythm.calendar === 'lunar' ? 'patrol.rhythm.lunarMarket' : 'patrol.rhythm.solarMarket', { digits: [...rhythm.digits].sort((a, b) => (a || 10) - (b || 10)).map((digit) => (digit === 0 ? 10 : digit)).join('、') });
      case 'holiday': return t(rhythm.eve ? 'patrol.rhythm.holidayEve' : 'patrol.rhythm.holiday');
    }
  };
  return (plan) => [...(plan.kind === 'visits' && plan.cycleDays !== null ? [t('patrol.rhythm.cycle', { days: plan.cycleDays })] : []), ...plan.rhythms.map(one), ...(plan.fromTime === '' ? [] : [`${plan.fromTime}–${plan.toTime}`])].join(' · ');
}
