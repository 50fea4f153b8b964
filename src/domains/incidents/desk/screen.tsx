import { useQueryClient } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { dayOf } from '../../../platform/core/calendar.ts';
import { areaById } from '../../geography/contract.ts';
import { map } from '../contract.ts';
import { useAreaParam } from '../../../platform/client/area-param.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useLive } from '../../../platform/client/use-live.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { MapPane } from '../../../platform/map/map.tsx';
import { antdTheme } from '../../../platform/ui/antd-theme.ts';
import { useKeys } from '../../../platform/ui/keyboard.tsx';
import { useNow } from '../../../platform/ui/time.ts';
import { applyTheme } from '../../../platform/ui/theme.ts';
import { useAreaShapes } from './area-shapes.ts';
import { Figures } from './screen-figures.tsx';
import { ScreenList } from './screen-lists.tsx';
import { questions, useScreenNumbers } from './screen-numbers.ts';
import { incidentsDeskWords } from './words.ts';
import './screen.css';

/** For a wall: one question at a time, the map in the middle, six figures, a list. No descriptions, no persons. */
export function Screen() {
  const t = useWords(incidentsDeskWords);
  const navigate = useNavigate();
  const home = useSession()?.home;
  const [areaId, setAreaId] = useAreaParam();
  const [search, setSearch] = useSearchParams();
  const question = questions.find((one) => one === search.get('q')) ?? 'happening';
  const now = useNow(1_000);
  const scale = useScale();
  // A wall needs no refresh every second; the sums behind it are the dearest questions there are.
  const live = useLive(useQueryClient(), true, 5_000);
  const here = areaId ?? home?.id;
  const { areas } = useAreaShapes(here);
  const area = useAsk(areaById, { areaId: here ?? 0 }, { enabled: here !== undefined, staleTime: 600_000, keepPrevious: true });
  const numbers = useScreenNumbers(areaId);
  const points = useAsk(map, { ...(areaId === undefined ? {} : { areaId }) }, { enabled: question === 'happening', keepPrevious: true });

  useEffect(() => {
    applyTheme('dark');
    return () => { applyTheme('light'); };
  }, []);
  const turn = (next: string): void => {
    setSearch((before) => {
      const changed = new URLSearchParams(before);
      changed.set('q', next);
      return changed;
    }, { replace: true });
  };
  useKeys([
    ...questions.map((one, index) => ({ key: String(index + 1), what: t(`incidentsDesk.screen.questions.${one}`), group: t('incidentsDesk.screen.group'), run: () => { turn(one); } })),
    { key: 'Escape', what: t('incidentsDesk.screen.exit'), group: t('incidentsDesk.screen.group'), run: () => { void navigate('/cases'); } },
  ]);
  const shown = useMemo(() => (points.data?.features ?? []).map(({ geometry, properties }) => ({ id: properties.caseId, longitude: geometry.coordinates[0], latitude: geometry.coordinates[1], late: properties.late })), [points.data]);
  const measure = question === 'late' ? 'late' : 'open';
  const most = Math.max(1, ...numbers.byArea.map((row) => row[measure]));
  const shade = useMemo(() => new Map(numbers.byArea.flatMap((row) => (row.areaId === null ? [] : [[row.areaId, row[measure] / most] as const]))), [numbers.byArea, measure, most]);
  const notes = useMemo(() => new Map(numbers.byArea.flatMap((row) => (row.areaId === null || row[measure] === 0 ? [] : [[row.areaId, t(question === 'late' ? 'incidentsDesk.screen.lateN' : 'incidentsDesk.screen.openN', { n: row[measure] })] as const]))), [numbers.byArea, measure, question, t]);
  const stable = useMemo(() => areas, [areas.map(({ id }) => id).join()]);
  return (
    <ConfigProvider theme={antdTheme('dark')}>
      <main className="scr">
        <header className="scr-head">
          <h1>{area.data?.name ?? home?.name} <span>{t('incidentsDesk.screen.title')}</span></h1>
          <nav>
            {questions.map((one, index) => (
              <button key={one} type="button" aria-current={one === question ? 'page' : undefined} onClick={() => { turn(one); }}><kbd>{index + 1}</kbd>{t(`incidentsDesk.screen.questions.${one}`)}</button>
            ))}
          </nav>
          <p className="jw-num">{clock(now)}{live === 'waiting' ? <b> {t('incidentsDesk.screen.waiting')}</b> : null}</p>
          <div className="scr-tools">
            {areaId === undefined ? null : <button type="button" onClick={() => { setAreaId(undefined); }}>{home?.name}</button>}
            <button type="button" onClick={() => { void document.documentElement.requestFullscreen(); }}>{t('incidentsDesk.screen.full')}</button>
            <button type="button" onClick={() => { void navigate('/cases'); }}>{t('incidentsDesk.screen.exit')}</button>
          </div>
        </header>
        <Figures numbers={numbers} areaId={areaId} today={dayOf(now)} scale={scale} />
        <section className="scr-map">
          <MapPane
            key={scale} theme="dark" scale={scale * 1.7} areas={stable} points={question === 'happening' ? shown : undefined} shade={question === 'happening' ? undefined : shade} alarm={question === 'late'}
            notes={question === 'happening' ? undefined : notes} onArea={setAreaId}
          />
        </section>
        <ScreenList question={question} numbers={numbers} areaId={areaId} />
      </main>
    </ConfigProvider>
  );
}

/** Everything grows with the height of the wall: 1 at 1080 lines, 2 at 4K. */
function useScale(): number {
  const [scale, setScale] = useState(() => window.innerHeight / 1080);
  useEffect(() => {
    const measure = (): void => { setScale(window.innerHeight / 1080); };
    window.addEventListener('resize', measure);
    return () => { window.removeEventListener('resize', measure); };
  }, []);
  return Math.round(scale * 20) / 20;
}

function clock(now: Date): string {
  return new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '); // Asia/Shanghai
}
