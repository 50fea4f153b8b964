import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { ClockChip } from '../../../platform/ui/chips.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import type { CaseRow } from '../contract-shapes.ts';
import { incidentsWords } from '../words.ts';
import { incidentsFieldWords } from './words.ts';

/** One case in a list: what is asked and why first, then what, where, and by when. */
export function CaseLine({ row, to, why, message }: { row: CaseRow; to: string; why?: ReactNode; message?: string | null }) {
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  const { short } = useMoments();
  return (
    <li>
      <Link className="ph-row" to={to}>
        {row.thumbnailUrl ? <img src={row.thumbnailUrl} alt="" loading="lazy" /> : null}
        <span className="ph-row-words">
          <span className="ph-line">
            {why ? <span className="ph-why">{why}</span> : <span className="ph-tag">{sayLoop(`incidents.state.${row.state}`)}</span>}
            {row.clock ? <ClockChip clock={row.clock} label={sayLoop(`incidents.clock.${row.clock.kind}`)} /> : null}
          </span>
          <span className="ph-row-title ph-clamp">{row.summary}</span>
          <span className="ph-quiet">{[row.className ?? say('incidentsField.noClass'), row.areaPathNames.slice(1, 3).join(' ') || row.area.name, row.address].filter(Boolean).join(' · ')}</span>
          <span className="ph-quiet">{say('incidentsField.reportedAt', { at: short(row.reportedAt), number: row.number })}</span>
          {row.card ? <span className="rp-card" data-card={row.card}>{sayLoop(`incidents.card.${row.card}`)}</span> : null}
          {message ? <span className="rp-message">{message}</span> : null}
        </span>
      </Link>
    </li>
  );
}
