import { Link } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useRow } from '../../../platform/client/phone-row.ts';
import type { Item } from '../../../platform/core/sync/phone.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { UploadIcon, WarnIcon } from '../../../platform/ui/phone/icons.tsx';
import { device } from './device.ts';
import { useStored } from './kept.ts';
import { useFollowing } from './following-photos.tsx';
import { useAgo } from './report-details.tsx';
import { incidentsFieldWords } from './words.ts';

/** "3 条未上传 · 最早 2 小时前", as long as there is one. */
export function OutboxChip() {
  const say = useWords(incidentsFieldWords);
  const ago = useAgo();
  const session = useSession();
  const items = useStored(() => device.waiting.orderBy('at').toArray(), []);
  const photos = useFollowing();
  const others = useOtherItems();
  const stamps = [...(items ?? []).map(({ at }) => at), ...others.map(({ queuedAt }) => queuedAt)];
  if (items && stamps.length === 0 && photos.length > 0) {
    return <Link className="ph-outbox-chip" to="/outbox" data-needs={photos.some(({ problem }) => problem)}><UploadIcon size="1.25rem" /><span>{say('incidentsField.outbox.photosChip', { n: photos.length })}</span></Link>;
  }
  if (!items || stamps.length === 0) return null;
  const refused = items.filter((item) => item.state === 'refused' && item.personId === (session?.personId ?? null)).length + others.filter(({ state }) => state === 'parked').length;
  return (
    <Link className="ph-outbox-chip" to="/outbox" data-needs={refused > 0}>
      {refused > 0 ? <WarnIcon size="1.25rem" /> : <UploadIcon size="1.25rem" />}
      <span>{say('incidentsField.outbox.chip', { n: stamps.length, ago: ago(Math.min(...stamps)) })}{refused > 0 ? say('incidentsField.outbox.chipRefused', { n: refused }) : ''}</span>
    </Link>
  );
}

/** Unsent, or set aside: whatever else than reports, which are counted with their photos. */
function useOtherItems(): readonly Item[] {
  return (useRow()?.now().items ?? []).filter(({ state, name, input }) => (state === 'queued' || state === 'parked') && input !== null && name !== 'incidents.report' && name !== 'sync.handOver');
}

export function useOthers(): number {
  return useOtherItems().length;
}
