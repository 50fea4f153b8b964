import { Segmented } from 'antd';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { BatchesView } from './batches-view.tsx';
import { CareView } from './care-view.tsx';
import { DuplicatesView } from './duplicates-view.tsx';
import { HouseholdsView, ThingsView } from './more-views.tsx';
import { PeopleView } from './people-view.tsx';
import { PlacesView } from './places-view.tsx';
import { registryDeskWords } from './words.ts';
import './registry.css';

const views = ['people', 'households', 'places', 'things', 'care', 'duplicates', 'batches'] as const;
const needs = { people: 'registry.read', households: 'registry.read', places: 'registry.read', things: 'registry.read', care: 'registry.care', duplicates: 'registry.merge', batches: 'registry.import' } as const;

/** People, households, places and things of the areas that one works in; beside them who needs care, and who is there twice. */
export function Screen() {
  const t = useWords(registryDeskWords);
  const may = usePermits();
  const url = useUrlState();
  const open = views.filter((one) => may(needs[one]));
  const view = url.one('view', open) ?? open[0] ?? 'people';
  const tabs = (
    <Segmented
      aria-label={t('registryDesk.title')} size="small" value={view} options={open.map((one) => ({ value: one, label: t(`registryDesk.views.${one}`) }))}
      onChange={(next) => { url.change({ view: next === 'people' ? undefined : next, text: undefined, status: undefined, residence: undefined, category: undefined, kind: undefined, risk: undefined, unmanaged: undefined, tier: undefined, state: undefined, mine: undefined, id: undefined, form: undefined, care: undefined }); }}
    />
  );
  switch (view) {
    case 'people': return <PeopleView tabs={tabs} />;
    case 'households': return <HouseholdsView tabs={tabs} />;
    case 'places': return <PlacesView tabs={tabs} />;
    case 'things': return <ThingsView tabs={tabs} />;
    case 'care': return <CareView tabs={tabs} />;
    case 'duplicates': return <DuplicatesView tabs={tabs} />;
    case 'batches': return <BatchesView tabs={tabs} />;
  }
}
