import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import type { StoredPhoto } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { DayField } from '../../../platform/ui/fields.tsx';
import { PhotoUpload } from '../../../platform/ui/photo-upload.tsx';
import { SidePanel } from '../../../platform/ui/work-page.tsx';
import { recordMeeting, type MeetingLine, type VersionLine } from '../contract/books.ts';
import { checkQuorum, figureNames, figuresOf, figuresProblem, matters, meetingKinds, type Checked, type FigureName, type Matter, type Meeting, type MeetingKind } from '../rules/quorum.ts';
import { pointsRulesWords } from '../words-rules.ts';
import { useReason } from './use-reason.ts';
import { pointsDeskWords } from './words-rules.ts';

type Values = { kind: MeetingKind; heldOn: string | undefined; noticeOn: string | undefined; authorised: boolean; matter: Matter; photos: StoredPhoto[]; note: string } & Partial<Record<FigureName, number | null>>;

/** Areas are typed in square metres and counted in hundredths of one. */
const isArea = (name: FigureName): boolean => name.startsWith('area');

/** The minutes: numbers alone; below them what the law of that day makes of them, by the same rule that the server keeps. */
export function MeetingForm({ version, onClose }: { version: VersionLine; onClose: () => void }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const [id, setId] = useState(() => crypto.randomUUID());
  return (
    <SidePanel bare title={t('pointsDesk.meeting.title')} onClose={onClose}>
      <CommandForm
        command={recordMeeting} place={`points.meeting.${version.id}`} submit={t('pointsDesk.meeting.save')} done={t('pointsDesk.meeting.saved')} onCancel={onClose} onDone={onClose}
        initial={{ kind: 'villagers', heldOn: undefined, noticeOn: undefined, authorised: false, matter: 'ordinary', photos: [], note: '' } satisfies Values as Values} onChange={() => { setId(crypto.randomUUID()); }}
        beside={{ 'points/meeting-ahead': 'heldOn', 'points/notice-after': 'noticeOn', 'points/photo-unknown': 'photos' }}
        toInput={(values): z.input<typeof recordMeeting.input> => ({ id, versionId: version.id, ...meetingOf(values), heldOn: values.heldOn ?? '', photos: values.photos.map(({ sha256 }) => sha256), note: values.note })}
      >
        {(values) => (
          <>
            <p className="jw-note">{t('pointsDesk.meeting.numbers')}</p>
            <Form.Item name="kind" label={t('pointsDesk.meeting.kind')}><Select options={meetingKinds.map((one) => ({ value: one, label: say(`points.meeting.${one}`) }))} /></Form.Item>
            <div className="jw-pair">
              <Form.Item name="heldOn" label={t('pointsDesk.meeting.heldOn')} rules={[{ required: true, message: t('pointsDesk.need') }]}><DayField /></Form.Item>
              <Form.Item name="noticeOn" label={t('pointsDesk.meeting.noticeOn')}><DayField notAfter={values.heldOn} /></Form.Item>
            </div>
            {values.kind === 'representatives' ? <Form.Item name="authorised" valuePropName="checked"><Checkbox>{t('pointsDesk.meeting.authorised')}</Checkbox></Form.Item> : null}
            {values.kind === 'owners' ? <Form.Item name="matter" label={t('pointsDesk.meeting.matter')} extra={t('pointsDesk.meeting.area')}><Select options={matters.map((one) => ({ value: one, label: say(`points.matter.${one}`) }))} /></Form.Item> : null}
            <div className="jw-pair">
              {figuresOf(values.kind, values.heldOn ?? '2026-01-01').map((name) => <Form.Item key={name} name={name} label={say(`points.figure.${name}`)} rules={[{ required: true, message: t('pointsDesk.need') }]}><InputNumber min={0} precision={isArea(name) ? 2 : 0} style={{ width: '100%' }} /></Form.Item>)}
            </div>
            <section aria-label={t('pointsDesk.meeting.check')} style={{ marginBottom: 16 }}><h3>{t('pointsDesk.meeting.check')}</h3><LiveCheck values={values} /></section>
            <Form.Item name="photos" label={t('pointsDesk.meeting.photos')} rules={[{ required: true, message: t('pointsDesk.need') }]}><PhotosField /></Form.Item>
            <Form.Item name="note" label={t('pointsDesk.meeting.note')}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
          </>
        )}
      </CommandForm>
    </SidePanel>
  );
}

/** As a form holds it. */
export function PhotosField({ value, onChange, max = 9 }: { value?: StoredPhoto[]; onChange?: (photos: StoredPhoto[]) => void; max?: number }) {
  return <PhotoUpload value={value ?? []} onChange={(photos) => { onChange?.(photos); }} max={max} />;
}

function meetingOf(values: Values): Meeting & { figures: Partial<Record<FigureName, number>> } {
  const figures: Partial<Record<FigureName, number>> = {};
  const wanted = new Set(figuresOf(values.kind, values.heldOn ?? '2026-01-01'));
  for (const name of figureNames) {
    const typed = values[name];
    if (wanted.has(name) && typeof typed === 'number') figures[name] = isArea(name) ? Math.round(typed * 100) : typed;
  }
  return { kind: values.kind, heldOn: values.heldOn ?? '', noticeOn: values.noticeOn ?? null, authorised: values.authorised, matter: values.matter, figures };
}

function LiveCheck({ values }: { values: Values }) {
  const t = useWords(pointsDeskWords);
  const reasonOf = useReason();
  const meeting = meetingOf(values);
  if (values.heldOn === undefined || Object.keys(meeting.figures).length < figuresOf(values.kind, values.heldOn).length) return <p className="pts-quiet">{t('pointsDesk.meeting.wait')}</p>;
  const problem = figuresProblem(meeting);
  if (problem) return <p className="jw-problem">{reasonOf(problem)}</p>;
  const verdict = checkQuorum(meeting);
  return <><p className={verdict.passed ? 'pts-met' : 'pts-unmet'}>{t(verdict.passed ? 'pointsDesk.rules.passed' : 'pointsDesk.rules.failed')}</p><Conditions conditions={verdict.conditions} /></>;
}

const shownFigure = (name: Checked['name'], value: number): string => (name === 'areaTaking' || name === 'areaInFavour' ? (value / 100).toFixed(2) : String(value));

/** Each condition with what it asked for, what there was, and its article. */
export function Conditions({ conditions }: { conditions: readonly (Checked | MeetingLine['conditions'][number])[] }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  return (
    <table className="pts-check">
      <thead><tr><th>{t('pointsDesk.meeting.condition')}</th><th className="jw-right">{t('pointsDesk.meeting.needed')}</th><th className="jw-right">{t('pointsDesk.meeting.got')}</th><th /></tr></thead>
      <tbody>
        {conditions.map((one) => {
          const name = one.name as Checked['name']; // the contract carries the rule's own names
          return (
            <tr key={one.name}>
              <td>{say(`points.condition.${name}`)}<small>{say('points.lawArticle', { law: say(`points.law.${one.law as Checked['law']}`), article: one.article })}</small></td>
              <td className="jw-right jw-num">{name === 'authorised' ? '' : shownFigure(name, one.needed)}</td><td className="jw-right jw-num">{name === 'authorised' ? '' : shownFigure(name, one.got)}</td>
              <td><span className={one.met ? 'pts-met' : 'pts-unmet'}>{t(one.met ? 'pointsDesk.meeting.met' : 'pointsDesk.meeting.unmet')}</span></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

