import { useWords } from '../../../platform/client/i18n.ts';
import { PhotoStrip } from '../../../platform/ui/photos.tsx';
import type { CaseDetail } from '../contract-shapes.ts';
import { incidentsFieldWords } from './words.ts';

/** For the check: what was reported beside what is said to be done. */
export function Compare({ found }: { found: CaseDetail }) {
  const say = useWords(incidentsFieldWords);
  const before = found.steps.filter((step) => step.action === 'report' || step.action === 'verify').flatMap((step) => step.photos);
  const delivered = found.steps.filter((step) => step.action === 'deliver' || step.action === 'settle').at(-1);
  return (
    <div className="rp-compare">
      <div><h3>{say('incidentsField.compare.before')}</h3><p className="rp-text">{found.description}</p>{before.length > 0 ? <PhotoStrip photos={before} /> : <p className="ph-quiet">{say('incidentsField.compare.noPhotos')}</p>}</div>
      <div><h3>{say('incidentsField.compare.after')}</h3><p className="rp-text">{found.result ?? ''}</p>{delivered && delivered.photos.length > 0 ? <PhotoStrip photos={delivered.photos} /> : <p className="ph-quiet">{say('incidentsField.compare.noPhotos')}</p>}</div>
    </div>
  );
}
