import type { CareNeed } from '../contract-shapes.ts';
import { registryWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { registryDeskWords } from './words.ts';

/** Needs as cards: what, why we may keep it, whose, until when, and when somebody comes next. */
export function CareList({ needs }: { needs: readonly CareNeed[] }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  return (
    <ul className="reg-care">
      {needs.map((need) => (
        <li key={need.id}>
          <header>
            <b>{words(`registry.careKind.${need.kind}`)}</b><Chip>{words(`registry.careTier.${need.tier}`)}</Chip>
            {need.sensitive ? <Chip tone="accent">{t('registryDesk.care.sensitive')}</Chip> : null}{need.state === 'current' ? null : <Chip tone={need.state === 'ending' ? 'orange' : 'quiet'}>{words(`registry.careState.${need.state}`)}</Chip>}
          </header>
          <div>{words(`registry.careBasis.${need.basis}`)} · {need.basisNote}</div>
          {need.note ? <div>{need.note}</div> : null}
          <div className="jw-muted">{t('registryDesk.care.owner')} {need.owner.name}{need.helpers.length > 1 ? ` · ${t('registryDesk.care.helpers')} ${need.helpers.filter(({ id }) => id !== need.owner.id).map(({ name }) => name).join('、')}` : ''}</div>
          <div className="jw-muted jw-num">{need.nextVisitOn ? `${t('registryDesk.care.next', { day: need.nextVisitOn })} · ` : ''}{t('registryDesk.care.days', { n: need.cycleDays })} · {need.endedOn ? t('registryDesk.care.ended', { day: need.endedOn }) : t('registryDesk.care.until', { day: need.endOn })}</div>
        </li>
      ))}
    </ul>
  );
}
