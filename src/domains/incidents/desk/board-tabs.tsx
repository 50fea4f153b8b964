import { incidentsWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { tabs, type Tab } from './board-state.ts';
import { incidentsDeskWords } from './words.ts';

/** The inbox by step: what waits for me, the six steps in their order, what is late, all. */
export function BoardTabs({ tab, counts, onTab }: { tab: Tab; counts: Partial<Record<Tab, number>>; onTab: (tab: Tab) => void }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const name = (one: Tab): string => {
    switch (one) {
      case 'mine': return t('incidentsDesk.board.mine');
      case 'late': return t('incidentsDesk.board.late');
      case 'all': return t('incidentsDesk.board.all');
      default: return loop(`incidents.step.${one}`);
    }
  };
  return (
    <nav className="inc-tabs" aria-label={t('incidentsDesk.board.tabs')}>
      {tabs.map((one) => (
        <button key={one} type="button" aria-current={one === tab ? 'page' : undefined} className={one === 'late' && (counts.late ?? 0) > 0 ? 'inc-tab-late' : undefined} onClick={() => { onTab(one); }}>
          {name(one)}{counts[one] === undefined ? null : <span className="jw-num">{counts[one]}</span>}
        </button>
      ))}
    </nav>
  );
}
