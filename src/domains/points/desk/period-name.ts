import { useWords } from '../../../platform/client/i18n.ts';
import { pointsRulesWords } from '../words-rules.ts';

/** `2026Q3`, `2026H1`, `2026-11`, `2026` in words. */
export function usePeriodName(): (code: string) => string {
  const say = useWords(pointsRulesWords);
  return (code) => {
    const [year, rest] = [code.slice(0, 4), code.slice(4)];
    if (rest.startsWith('Q')) return say('points.periodName.Q', { year, n: rest.slice(1) });
    if (rest === 'H1' || rest === 'H2') return say(`points.periodName.${rest}`, { year });
    return rest.startsWith('-') ? say('points.periodName.month', { year, n: Number(rest.slice(1)) }) : say('points.periodName.year', { year });
  };
}
