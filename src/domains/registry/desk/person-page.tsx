import { Button, Collapse, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { reveal, type personById } from '../contract.ts';
import { registryWords } from '../words.ts';
import { ask } from '../../../platform/client/call.ts';
import { sentence, useWords } from '../../../platform/client/i18n.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { Facts, SidePanel } from '../../../platform/ui/work-page.tsx';
import { CareList } from './care-list.tsx';
import { registryDeskWords } from './words.ts';

export type OnePerson = z.output<typeof personById.output>;
type Props = { person: OnePerson; onClose: () => void; onForm: (form: 'change' | 'care') => void; onOpen: (id: string) => void };

export function PersonPage({ person, onClose, onForm, onOpen }: Props) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const [revealing, setRevealing] = useState(false);
  const none = <span className="jw-muted">{t('registryDesk.person.none')}</span>;
  const row = (field: string, label: string, value: React.ReactNode): readonly [string, React.ReactNode] => [label, <span key={field}>{value ?? none}<Origin person={person} field={field} /></span>];
  return (
    <SidePanel title={person.name} onClose={onClose} extra={<Chip>{words(`registry.status.${person.status}`)}</Chip>}>
      <section>
        <Facts rows={[
          [t('registryDesk.list.area'), person.area.name],
          row('sex', words('registry.field.sex'), person.sex ? words(`registry.sex.${person.sex}`) : null),
          row('birthDate', words('registry.field.birthDate'), person.birthDate ? <span className="jw-num">{person.birthDate}{person.age === null ? '' : ` (${t('registryDesk.list.years', { n: person.age })})`}</span> : null),
          row('idNumber', person.idKind ? words(`registry.idKind.${person.idKind}`) : words('registry.field.idNumber'), person.idNumber ? <span className="jw-num">{person.idNumber}</span> : null),
          row('phone', words('registry.field.phone'), person.phone ? <span className="jw-num">{person.phone}</span> : null),
          row('address', words('registry.field.address'), person.address || null),
          row('residence', words('registry.field.residence'), person.residence ? words(`registry.residence.${person.residence}`) : null),
        ]} />
        {person.isChild ? <p className="jw-hint">{t('registryDesk.person.child')}</p> : null}
        {person.mergedFrom.length > 0 ? <p className="jw-hint">{t('registryDesk.person.merged', { n: person.mergedFrom.length })}</p> : null}
        <div className="reg-actions">
          {person.mayChange ? <Button onClick={() => { onForm('change'); }}>{t('registryDesk.action.change')}</Button> : null}
          {person.mayReveal && (person.idNumber !== null || person.phone !== null) ? <Button onClick={() => { setRevealing(true); }}>{t('registryDesk.action.reveal')}</Button> : null}
          {person.mayOpenCare ? <Button onClick={() => { onForm('care'); }}>{t('registryDesk.action.openCare')}</Button> : null}
        </div>
        {person.mayChange ? null : <p className="jw-note">{t('registryDesk.person.masked')}</p>}
      </section>
      {person.mayChange ? (
        <section>
          <h3>{t('registryDesk.person.household')}{person.household ? ` ${person.household.number}` : ''}</h3>
          {person.household === null ? <p className="jw-muted">{t('registryDesk.person.noHousehold')}</p> : (
            <Facts rows={person.members.map((member) => [member.relation ? words(`registry.relation.${member.relation}`) : '—', member.id === person.id ? <b key={member.id}>{member.name}</b> : <button key={member.id} type="button" className="jw-link" onClick={() => { onOpen(member.id); }}>{member.name}</button>])} />
          )}
        </section>
      ) : null}
      {person.care.length > 0 || person.mayOpenCare ? (
        <section>
          <h3>{t('registryDesk.person.care')}</h3>
          {person.care.length === 0 ? <p className="jw-muted">{t('registryDesk.person.noCare')}</p> : <CareList needs={person.care} />}
        </section>
      ) : null}
      {person.past.length > 0 ? <Past past={person.past} /> : null}
      {revealing ? <Reveal person={person} onClose={() => { setRevealing(false); }} /> : null}
    </SidePanel>
  );
}

/** Where a field came from, and of which day it speaks. */
export function Origin({ person, field }: { person: { readonly origins: OnePerson['origins'] }; field: string }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const origin = person.origins.find((one) => one.field === field);
  return origin ? <div className="reg-origin" title={t('registryDesk.person.by', { who: origin.by })}>{t('registryDesk.person.source', { source: words(`registry.source.${origin.source}`), day: origin.observedOn })}</div> : null;
}

export function Past({ past }: { past: OnePerson['past'] }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  return (
    <Collapse
      ghost size="small" items={[{
        key: 'past', label: t('registryDesk.person.past'), children: (
          <table className="jw-mini">
            <tbody>{past.map((one, at) => (
              <tr key={at}>
                <td>{sentence(`registry.field.${one.field}`) ?? one.field}</td><td>{one.value ?? t('registryDesk.person.empty')}</td>
                <td className="jw-num">{one.until ? t('registryDesk.person.until', { from: one.from, until: one.until }) : t('registryDesk.person.since', { from: one.from })}</td><td title={one.by}>{words(`registry.source.${one.source}`)}</td>
              </tr>
            ))}</tbody>
          </table>
        ),
      }]}
    />
  );
}

/** The number is shown here alone, and gone with the window: it is in no list, no address and no cache. */
function Reveal({ person, onClose }: { person: OnePerson; onClose: () => void }) {
  const t = useWords(registryDeskWords);
  const say = useProblemText();
  const [field, setField] = useState<'idNumber' | 'phone'>(person.idNumber === null ? 'phone' : 'idNumber');
  const [reason, setReason] = useState('');
  const [state, setState] = useState<{ waiting: boolean; value: string | null; problem: string }>({ waiting: false, value: null, problem: '' });
  const run = async (): Promise<void> => {
    setState({ waiting: true, value: null, problem: '' });
    try {
      const { value } = await ask(reveal, { personId: person.id, field, reason: reason.trim() });
      setState({ waiting: false, value: value ?? '', problem: '' });
    } catch (error) {
      setState({ waiting: false, value: null, problem: say(error) });
    }
  };
  const isShown = state.value !== null;
  return (
    <Modal
      open title={t('registryDesk.reveal.title')} onCancel={onClose} okText={isShown ? t('registryDesk.reveal.close') : t('registryDesk.reveal.submit')} cancelButtonProps={{ style: { display: isShown ? 'none' : undefined } }}
      okButtonProps={{ disabled: !isShown && reason.trim().length < 2, loading: state.waiting }} onOk={() => { if (isShown) onClose(); else void run(); }}
    >
      {isShown ? <p><span className="jw-muted">{person.name} · {t(`registryDesk.reveal.${field}`)}</span><br /><output className="reg-number">{state.value}</output></p> : (
        <Form layout="vertical">
          <Form.Item label={t('registryDesk.reveal.field')}>
            <Radio.Group value={field} onChange={({ target }) => { setField(target.value as 'idNumber' | 'phone'); }} options={(['idNumber', 'phone'] as const).filter((one) => person[one] !== null).map((one) => ({ value: one, label: t(`registryDesk.reveal.${one}`) }))} />
          </Form.Item>
          <Form.Item label={t('registryDesk.reveal.why')} htmlFor="reveal-why" extra={`${t('registryDesk.reveal.whyHint')} ${t('registryDesk.reveal.left')}`}><Input id="reveal-why" autoFocus maxLength={200} value={reason} onChange={(event) => { setReason(event.target.value); }} /></Form.Item>
          {state.problem ? <p className="jw-problem" role="alert">{state.problem}</p> : null}
        </Form>
      )}
    </Modal>
  );
}
