import { useWords } from '../../../platform/client/i18n.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { classes, type Item } from '../rules/rule-book.ts';
import { pointsRulesWords } from '../words-rules.ts';
import { pointsDeskWords } from './words-rules.ts';

export function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points).replace('-', '−');
}

/** Items by class, plus before minus. */
export function ItemsTable({ items }: { items: readonly Item[] }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const sorted = items.toSorted((a, b) => classes.indexOf(a.class) - classes.indexOf(b.class) || b.points - a.points);
  return (
    <table className="pts-items" style={{ maxWidth: 1100 }}>
      <thead><tr><th>{t('pointsDesk.rules.class')}</th><th>{t('pointsDesk.rules.code')}</th><th>{t('pointsDesk.rules.item')}</th><th className="jw-right">{t('pointsDesk.rules.points')}</th><th>{t('pointsDesk.rules.cap')}</th><th>{t('pointsDesk.rules.evidence')}</th></tr></thead>
      <tbody>
        {sorted.map((one, index) => (
          <tr key={one.code}>
            <td>{sorted[index - 1]?.class === one.class ? null : say(`points.class.${one.class}`)}</td><td className="jw-num">{one.code}</td>
            <td>{one.title} {one.family ? <Chip>{t('pointsDesk.rules.family')}</Chip> : null}{one.source ? <Chip>{t('pointsDesk.rules.auto')} · {say(`points.source.${one.source}`)}</Chip> : null}{one.bonusOf ? <Chip>{t('pointsDesk.rules.bonus', { n: one.bonusOf.times, code: one.bonusOf.code })}</Chip> : null}</td>
            <td className={`jw-right jw-num ${one.points < 0 ? 'pts-minus' : 'pts-plus'}`}>{one.upTo ? `${t('pointsDesk.rules.upTo')} ` : ''}{signed(one.points)}</td>
            <td className="jw-num">{one.cap ? t('pointsDesk.rules.capText', { n: one.cap.points, every: say(`points.within.${one.cap.every}`) }) : ''}</td><td>{one.evidence.map((kind) => say(`points.evidence.${kind}`)).join('、')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
