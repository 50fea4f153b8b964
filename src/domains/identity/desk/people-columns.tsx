import { identityWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { Moment } from '../../../platform/ui/moment.tsx';
import type { Column } from '../../../platform/ui/table.tsx';
import { areaName, StateMark, type Person } from './person-detail.tsx';
import { identityDeskWords } from './words.ts';

export function usePeopleColumns(): readonly Column<Person>[] {
  const t = useWords(identityDeskWords);
  const words = useWords(identityWords);
  const today = dayOf(new Date());
  return [
    { key: 'name', title: t('identityDesk.list.name'), width: 150, always: true, render: (row) => <b title={row.name} className="idn-name">{row.name}</b> },
    { key: 'account', title: t('identityDesk.list.account'), width: 120, yields: 2, render: (row) => <span title={row.account}>{row.account}</span> },
    { key: 'post', title: t('identityDesk.list.post'), always: true, render: (row) => {
      const [first, ...rest] = row.posts;
      if (!first) return <span className="jw-muted">{t('identityDesk.list.noPost')}</span>;
      return (
        <span title={row.posts.map((post) => `${post.title} · ${areaName(post)}`).join('\n')}>
          {first.title}
          {first.coverFor ? <> <Chip tone="accent">{t('identityDesk.list.cover')}</Chip></> : null}
          {first.validFrom > today ? <> <Chip>{t('identityDesk.list.coming', { day: first.validFrom })}</Chip></> : null}
          {rest.length > 0 ? <> <Chip>{t('identityDesk.list.more', { n: rest.length })}</Chip></> : null}
        </span>
      );
    } },
    { key: 'area', title: t('identityDesk.list.area'), width: 170, render: (row) => <span title={areaName(row.posts[0])}>{areaName(row.posts[0])}</span> },
    { key: 'unit', title: t('identityDesk.list.unit'), width: 160, yields: 2, render: (row) => <span title={row.posts[0]?.unit?.name}>{row.posts[0]?.unit?.name}</span> },
    { key: 'employment', title: t('identityDesk.list.employment'), width: 96, yields: 1, render: (row) => (row.posts[0] ? t('identityDesk.list.share', { name: words(`identity.employment.${row.posts[0].employment}`), n: row.posts[0].sharePercent }) : null) },
    { key: 'phone', title: t('identityDesk.list.phone'), width: 124, yields: 1, render: (row) => <span className="jw-num">{row.phone}</span> },
    { key: 'state', title: t('identityDesk.list.state'), width: 72, render: (row) => <StateMark state={row.state} /> },
    { key: 'lastSignIn', title: t('identityDesk.list.lastSignIn'), width: 104, yields: 2, right: true, render: (row) => (row.lastSignInAt ? <Moment at={row.lastSignInAt} /> : <span className="jw-muted">{t('identityDesk.list.never')}</span>) },
  ];
}
