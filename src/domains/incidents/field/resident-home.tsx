import { Button, Dialog } from 'antd-mobile';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { TextField } from '../../../platform/ui/phone/fields.tsx';
import { CameraIcon } from '../../../platform/ui/phone/icons.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { phoneWords } from '../../../platform/ui/phone/words.ts';
import { useMoments } from '../../../platform/ui/time.ts';
import { device, forgetSent, type Sent } from './device.ts';
import { useStored } from './kept.ts';
import { UrgentCalls } from './urgent-calls.tsx';
import { incidentsFieldWords } from './words.ts';

/** Without an account: report, or see what became of a report. */
export function ResidentHome() {
  const say = useWords(incidentsFieldWords);
  return (
    <Screen title={say('incidentsField.home.title')}>
      <UrgentCalls asked={null} />
      <Section>
        <Link className="ph-button ph-button-wide ph-button-main rp-big" to="/report"><CameraIcon />{say('incidentsField.home.report')}</Link>
        <p className="ph-quiet rp-after">{say('incidentsField.home.reportHint')}</p>
      </Section>
      <FollowNumber />
      <SentFromHere />
      <Section>
        <p className="ph-quiet">{say('incidentsField.home.workers')}</p>
        <Link className="ph-button ph-button-wide rp-after" to="/sign-in">{say('incidentsField.home.signIn')}</Link>
      </Section>
    </Screen>
  );
}

function FollowNumber() {
  const say = useWords(incidentsFieldWords);
  const navigate = useNavigate();
  const [number, setNumber] = useState('');
  const [asked, setAsked] = useState(false);
  const wanted = number.replace(/\s/g, '').toUpperCase();
  const go = (): void => {
    setAsked(true);
    if (wanted !== '') void navigate(`/case/${encodeURIComponent(wanted)}`);
  };
  return (
    <Section>
      <form className="ph-stack" onSubmit={(event) => { event.preventDefault(); go(); }}>
        <TextField label={say('incidentsField.home.number')} value={number} max={20} onChange={setNumber} error={asked && wanted === '' ? say('incidentsField.home.numberMissing') : undefined} why={say('incidentsField.home.numberHint')} />
        <Button className="ph-button ph-button-wide" block type="submit">{say('incidentsField.home.follow')}</Button>
      </form>
    </Section>
  );
}

/** Numbers that this phone was given; they are nowhere else unless the person wrote them down. */
function SentFromHere() {
  const say = useWords(incidentsFieldWords);
  const sayKit = useWords(phoneWords);
  const { short } = useMoments();
  const sent = useStored(() => device.sent.orderBy('at').reverse().filter((one) => one.personId === null).toArray(), []);
  if (!sent || sent.length === 0) return null;
  const forget = (one: Sent): void => {
    void Dialog.confirm({ content: say('incidentsField.home.forgetAsk'), confirmText: sayKit('phoneUi.remove'), cancelText: sayKit('phoneUi.cancel'), onConfirm: () => forgetSent(one) });
  };
  return (
    <Section title={say('incidentsField.home.sent')}>
      <ul className="ph-rows">
        {sent.map((one) => (
          <li key={one.id} className="rp-sent">
            <Link className="ph-row" to={`/case/${one.number}`}>
              <span className="ph-row-words"><span className="ph-row-title ph-clamp">{one.summary}</span><span className="ph-quiet">{say('incidentsField.reportedAt', { at: short(new Date(one.at).toISOString()), number: one.number })}</span></span>
            </Link>
            <button type="button" className="ph-link" onClick={() => forget(one)}>{sayKit('phoneUi.remove')}</button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
