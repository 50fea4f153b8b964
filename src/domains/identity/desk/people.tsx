import { Segmented } from 'antd';
import { useWords } from '../../../platform/client/i18n.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { PeopleView } from './people-view.tsx';
import { RolesView } from './roles-view.tsx';
import { UnitsView } from './units-view.tsx';
import { identityDeskWords } from './words.ts';
import './people.css';

const views = ['people', 'units', 'roles'] as const;

/** People with their posts, the units they work in, and what roles permit. */
export function Screen() {
  const t = useWords(identityDeskWords);
  const url = useUrlState();
  const view = url.one('view', views) ?? 'people';
  const tabs = (
    <Segmented
      aria-label={t('identityDesk.title')} size="small" value={view} options={views.map((one) => ({ value: one, label: t(`identityDesk.views.${one}`) }))}
      onChange={(next) => { url.change({ view: next === 'people' ? undefined : next, text: undefined, role: undefined, unit: undefined, kind: undefined, person: undefined, form: undefined, post: undefined, code: undefined }); }}
    />
  );
  switch (view) {
    case 'people': return <PeopleView tabs={tabs} />;
    case 'units': return <UnitsView tabs={tabs} />;
    case 'roles': return <RolesView tabs={tabs} />;
  }
}
