import { Button } from 'antd';
import { suggestClass } from '../../dispatch/contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { incidentsDeskWords } from './words.ts';

type Guesses = { guesses: readonly { code: string; name: string; words: readonly string[] }[]; urgentCall: string | null };

/** Likely classes of what was said, and the emergency number that comes first; nothing for less than four characters. */
export function useClassGuesses(text: string): Guesses {
  const enough = text.length >= 4;
  const asked = useAsk(suggestClass, { text: text.slice(0, 4_000) }, { enabled: enough, keepPrevious: true, staleTime: 60_000 });
  return { guesses: enough ? asked.data?.items.slice(0, 4) ?? [] : [], urgentCall: enough ? asked.data?.urgentCall ?? null : null };
}

/** One press takes a class; the words that speak for it stand beside it. */
export function ClassGuesses({ guesses, value, onChange }: { guesses: Guesses['guesses']; value: string | undefined; onChange: (code: string) => void }) {
  const t = useWords(incidentsDeskWords);
  if (guesses.length === 0) return null;
  return (
    <div className="jw-row-wrap" role="group" aria-label={t('incidentsDesk.report.suggested')}>
      {guesses.map((one) => (
        <Button key={one.code} size="small" type={one.code === value ? 'primary' : 'default'} title={one.words.length > 0 ? t('incidentsDesk.report.because', { words: one.words.join('、') }) : ''} onClick={() => { onChange(one.code); }}>
          {one.name}{one.words.length > 0 ? <small> {one.words.slice(0, 2).join('、')}</small> : null}
        </Button>
      ))}
    </div>
  );
}
