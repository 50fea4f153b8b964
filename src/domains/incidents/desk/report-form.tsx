import { App, Button, DatePicker, Form, Input, Radio, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { locate } from '../../geography/contract.ts';
import { report } from '../contract.ts';
import { Problem, send, type StoredPhoto } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { MapPane } from '../../../platform/map/map.tsx';
import { AreaPicker } from '../../../platform/ui/area-picker.tsx';
import { PhotoUpload } from '../../../platform/ui/photo-upload.tsx';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { incidentsWords } from '../words.ts';
import { useAreaShapes } from './area-shapes.ts';
import { ClassGuesses, useClassGuesses } from './class-guesses.tsx';
import { ClassPicker } from './pickers.tsx';
import { emptyDraft, keepDraft, readDraft, type Draft } from './report-draft.ts';
import { incidentsDeskWords } from './words.ts';
import './report-form.css';

/** A call or a visit, entered while the person is still speaking: words first, then where, then who. */
export function Screen() {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const say = useProblemText();
  const { message } = App.useApp();
  const home = useSession()?.home?.id;
  const [kept] = useState(readDraft);
  const [draft, setDraft] = useState<Draft>(kept ?? emptyDraft());
  const [fresh, setFresh] = useState(kept !== null);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [waiting, setWaiting] = useState(false);
  const [done, setDone] = useState<{ caseId: string; number: string } | null>(null);
  const put = (change: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...change }));
    setProblems({});
  };
  useEffect(() => { keepDraft(draft); }, [draft]);

  const wanted = useLater(draft.description.trim(), 400);
  const { guesses, urgentCall: urgent } = useClassGuesses(wanted);
  const { areas } = useAreaShapes(draft.areaId ?? home);
  const point = draft.mode === 'map' ? draft.point : undefined;
  const found = useAsk(locate, { longitude: point?.longitude ?? 0, latitude: point?.latitude ?? 0 }, { enabled: point !== undefined, staleTime: 600_000 });
  const placeName = found.data?.areas.slice(-3).map(({ name }) => name).join(' ') ?? '';

  const submit = async (): Promise<void> => {
    const wrong: Record<string, string> = {};
    if (draft.description.trim() === '') wrong['description'] = t('incidentsDesk.report.needText');
    if (draft.mode === 'map' ? !draft.point : draft.areaId === undefined) wrong['place'] = t('incidentsDesk.report.needPlace');
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) {
      document.getElementById(wrong['description'] ? 'report-description' : 'report-place')?.focus();
      return;
    }
    setWaiting(true);
    try {
      const answer = await send(report, {
        id: draft.id, description: draft.description, source: draft.source,
        place: draft.mode === 'map' && draft.point ? { ...draft.point, datum: 'wgs84' } : { areaId: draft.areaId ?? 0, address: draft.address },
        ...(draft.class === undefined ? {} : { class: draft.class }),
        ...(draft.happenedAt === undefined ? {} : { happenedAt: draft.happenedAt }),
        ...(draft.name.trim() || draft.phone.trim() ? { reporter: { name: draft.name.trim(), phone: draft.phone.trim() } } : {}),
        ...(draft.photos.length > 0 ? { photos: draft.photos.map(({ sha256 }) => sha256) } : {}),
      }, draft.id);
      setDone(answer);
      void message.success(t('incidentsDesk.report.done', { number: answer.number }));
      // The next call comes over the same channel.
      setDraft({ ...emptyDraft(), source: draft.source });
      setFresh(false);
    } catch (error) {
      const fields = error instanceof Problem ? error.fields : [];
      setProblems({ ...Object.fromEntries(fields.map((one) => [one.path.split('.')[0] ?? '', one.detail])), ...(fields.length === 0 ? { all: say(error) } : {}) });
    } finally {
      setWaiting(false);
    }
  };
  const status = (name: string) => (problems[name] ? { validateStatus: 'error' as const, help: problems[name] } : {});
  return (
    <div className="rep">
      <form className="rep-form" onSubmit={(event) => { event.preventDefault(); void submit(); }} noValidate>
        <header><h1>{t('incidentsDesk.report.title')}</h1><p className="jw-muted">{t('incidentsDesk.report.hint')}</p></header>
        {done ? <Done {...done} onDismiss={() => { setDone(null); }} /> : null}
        {fresh ? <p className="jw-note">{t('incidentsDesk.report.kept')} <button type="button" className="jw-link" onClick={() => { setDraft(emptyDraft()); setFresh(false); }}>{t('incidentsDesk.report.discard')}</button></p> : null}
        {urgent ? <div className="rep-urgent" role="alert"><strong>{t('incidentsDesk.report.urgent', { number: urgent })}</strong><p>{urgentHint(urgent, t)}</p></div> : <p className="rep-emergencies">{t('incidentsDesk.report.emergencies')}</p>}
        <Form component={false} layout="vertical" requiredMark={false}>
          <Form.Item label={t('incidentsDesk.report.source')}>
            <Radio.Group value={draft.source} onChange={(event) => { put({ source: event.target.value }); }} options={sources.map((source) => ({ value: source, label: loop(`incidents.source.${source}`) }))} />
          </Form.Item>
          <Form.Item label={t('incidentsDesk.report.description')} htmlFor="report-description" extra={t('incidentsDesk.report.descriptionHint')} {...status('description')}>
            <Input.TextArea id="report-description" autoFocus value={draft.description} autoSize={{ minRows: 4, maxRows: 12 }} maxLength={4_000} onChange={(event) => { put({ description: event.target.value }); }} />
          </Form.Item>
          <Form.Item label={t('incidentsDesk.report.class')} htmlFor="report-class" extra={t('incidentsDesk.report.classHint')} {...status('class')}>
            <ClassGuesses guesses={guesses} value={draft.class} onChange={(code) => { put({ class: code }); }} />
            <ClassPicker id="report-class" value={draft.class} onChange={(code) => { put({ class: code }); }} />
          </Form.Item>
          <Form.Item label={t('incidentsDesk.report.place')} htmlFor="report-place" extra={t('incidentsDesk.report.placeHint')} {...status('place')}>
            <Segmented<Draft['mode']> id="report-place" aria-label={t('incidentsDesk.report.place')} value={draft.mode} onChange={(mode) => { put({ mode }); }} options={[{ value: 'map', label: t('incidentsDesk.report.byMap') }, { value: 'area', label: t('incidentsDesk.report.byArea') }]} />
            {draft.mode === 'map' ? (
              point ? <p className="rep-place">{found.data?.areas.length === 0 ? <span className="jw-problem">{t('incidentsDesk.report.outside')}</span> : t('incidentsDesk.report.point', { place: placeName })}</p> : null
            ) : (
              <div className="rep-area">
                <AreaPicker block value={draft.areaId} onChange={(areaId) => { put({ areaId }); }} />
                <Input value={draft.address} maxLength={200} placeholder={t('incidentsDesk.report.addressHint')} aria-label={t('incidentsDesk.report.address')} onChange={(event) => { put({ address: event.target.value }); }} />
              </div>
            )}
          </Form.Item>
          <Form.Item label={t('incidentsDesk.report.happenedAt')} htmlFor="report-happened" extra={t('incidentsDesk.report.happenedHint')} {...status('happenedAt')}>
            <DatePicker
              id="report-happened" className="jw-wide" showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" value={draft.happenedAt ? dayjs(draft.happenedAt.slice(0, 16)) : null} disabledDate={(day) => day.isAfter(dayjs().endOf('day'))}
              onChange={(moment) => { put({ happenedAt: moment ? `${moment.format('YYYY-MM-DDTHH:mm')}:00+08:00` : undefined }); }}
            />
          </Form.Item>
          <Form.Item label={t('incidentsDesk.report.reporter')} extra={t('incidentsDesk.report.reporterHint')} {...status('reporter')}>
            <div className="rep-two">
              <Input value={draft.name} maxLength={50} placeholder={t('incidentsDesk.report.name')} aria-label={t('incidentsDesk.report.name')} onChange={(event) => { put({ name: event.target.value }); }} />
              <Input value={draft.phone} maxLength={20} inputMode="tel" placeholder={t('incidentsDesk.report.phone')} aria-label={t('incidentsDesk.report.phone')} onChange={(event) => { put({ phone: event.target.value }); }} />
            </div>
          </Form.Item>
          <Form.Item label={t('incidentsDesk.report.photos')} {...status('photos')}>
            <PhotoUpload value={draft.photos} onChange={(photos: StoredPhoto[]) => { put({ photos }); }} />
          </Form.Item>
        </Form>
        {problems['all'] ? <p className="jw-problem" role="alert">{problems['all']}</p> : null}
        <footer><Button type="primary" htmlType="submit" loading={waiting}>{t('incidentsDesk.report.submit')}</Button></footer>
      </form>
      <section className="rep-map" aria-label={t('incidentsDesk.report.place')}>
        <MapPane areas={areas} place={point} onPlace={(next) => { put({ mode: 'map', point: next }); }} selectedArea={draft.mode === 'area' ? draft.areaId : undefined} />
      </section>
    </div>
  );
}

const sources = ['hotline', 'walkIn', 'leader', 'department'] as const;

function Done({ caseId, number, onDismiss }: { caseId: string; number: string; onDismiss: () => void }) {
  const t = useWords(incidentsDeskWords);
  const navigate = useNavigate();
  return (
    <div className="rep-done" role="status">
      <strong className="jw-num">{t('incidentsDesk.report.done', { number })}</strong>
      <p>{t('incidentsDesk.report.doneHint')}</p>
      <Button size="small" onClick={() => { void navigate(`/cases?tab=1&case=${caseId}`); }}>{t('incidentsDesk.report.openCase')}</Button>
      <Button size="small" type="text" onClick={onDismiss}>{t('incidentsDesk.report.another')}</Button>
    </div>
  );
}

function urgentHint(number: string, t: (key: `incidentsDesk.report.urgentHint.${'110' | '119' | '120' | '122' | 'other'}`, values?: Record<string, string>) => string): string {
  const known = (['110', '119', '120', '122'] as const).find((one) => one === number);
  return t(`incidentsDesk.report.urgentHint.${known ?? 'other'}`, { number });
}

function useLater(value: string, ms: number): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => { setLater(value); }, ms);
    return () => { clearTimeout(timer); };
  }, [value, ms]);
  return later;
}
