import { AutoComplete, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { areas } from '../../domains/geography/contract.ts';
import { geographyWords } from '../../domains/geography/words.ts';
import { board } from '../../domains/incidents/contract.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { useAsk } from '../../platform/client/query.ts';
import { usePermits, useSession } from '../../platform/client/session.tsx';
import { openTo } from './routes.tsx';
import { deskAppWords } from './words.ts';

/** One box for everything: a number, words of a case, an area, a page. */
export function SearchBox() {
  const t = useWords(deskAppWords);
  const place = useWords(geographyWords);
  const navigate = useNavigate();
  const session = useSession();
  const permits = usePermits();
  const [text, setText] = useState('');
  const wanted = useLater(text.trim(), 200);
  const mayRead = permits('incidents.read');
  const cases = useAsk(board, { text: wanted, limit: 6, sort: 'newest' }, { enabled: wanted.length > 0 && mayRead });
  const places = useAsk(areas, { text: wanted, limit: 5, ...(session?.home ? { withinId: session.home.id } : {}) }, { enabled: wanted.length > 0 });
  const pages = openTo(session?.permissions ?? []).filter(({ name }) => wanted && t(`deskApp.nav.${name}`).toLowerCase().includes(wanted.toLowerCase()));
  const groups = [
    { label: t('deskApp.search.cases'), options: [
      ...(cases.data?.items ?? []).map((row) => ({ value: `/cases?case=${row.id}`, label: <span className="desk-hit"><b className="jw-num">{row.number}</b><span className="jw-cut">{row.summary}</span></span> })),
      ...(wanted && mayRead ? [{ value: `/cases?tab=all&text=${encodeURIComponent(wanted)}`, label: t('deskApp.search.all', { text: wanted }) }] : []),
    ] },
    { label: t('deskApp.search.areas'), options: (places.data?.items ?? []).map((area) => ({ value: `/cases?tab=all&area=${area.id}`, label: <span className="desk-hit"><span>{area.name}</span><small className="jw-muted">{place(`geography.kind.${area.kind}`)}</small></span> })) },
    { label: t('deskApp.search.pages'), options: pages.map(({ path, name }) => ({ value: path, label: t(`deskApp.nav.${name}`) })) },
  ].filter(({ options }) => options.length > 0);
  const go = (address: string): void => {
    setText('');
    void navigate(address);
  };
  return (
    <AutoComplete
      className="desk-search" value={text} options={wanted ? groups : []} defaultActiveFirstOption popupMatchSelectWidth={480}
      onSelect={go} showSearch={{ onSearch: setText }} {...(wanted && groups.length === 0 && !cases.isFetching ? { notFoundContent: t('deskApp.search.none') } : {})}
    >
      <Input
        id="desk-search" placeholder={t('deskApp.search.placeholder')} aria-label={t('deskApp.search.label')} allowClear suffix={<kbd>{t('deskApp.search.key')}</kbd>}
        onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.blur(); }}
      />
    </AutoComplete>
  );
}

function useLater(value: string, ms: number): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => { setLater(value); }, ms);
    return () => { clearTimeout(timer); };
  }, [value, ms]);
  return later;
}
