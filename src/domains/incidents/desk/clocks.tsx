import { Popover } from 'antd';
import type { CaseDetail } from '../contract-shapes.ts';
import { incidentsWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { Moment } from '../../../platform/ui/moment.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { incidentsDeskWords } from './words.ts';

type Clock = CaseDetail['clocks'][number];

/** Every deadline of the case: used, paused, left; the arithmetic behind it when pointed at. Running ones first. */
export function Clocks({ matter }: { matter: CaseDetail }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const { working } = useMoments();
  const clocks = [...matter.clocks].sort((a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null) || Date.parse(b.startedAt) - Date.parse(a.startedAt));
  /** Which time this deadline runs, where it ran more than once. */
  const nth = (clock: Clock): number | null => {
    const same = matter.clocks.filter(({ kind }) => kind === clock.kind).sort((a, b) => a.stageNo - b.stageNo);
    return same.length > 1 ? same.indexOf(clock) + 1 : null;
  };
  const left = (clock: Clock): string => {
    if (clock.endedAt !== null) return t(clock.firedAt === null ? 'incidentsDesk.clocks.ended' : 'incidentsDesk.clocks.endedLate');
    return clock.leftMinutes < 0 ? t('incidentsDesk.clocks.over', { span: working(clock.leftMinutes) }) : working(clock.leftMinutes);
  };
  return (
    <>
      <table className="inc-clocks">
        <thead>
          <tr>
            <th scope="col">{t('incidentsDesk.clocks.kind')}</th><th scope="col">{t('incidentsDesk.clocks.due')}</th><th scope="col" className="jw-right">{t('incidentsDesk.clocks.used')}</th>
            <th scope="col" className="jw-right">{t('incidentsDesk.clocks.paused')}</th><th scope="col" className="jw-right">{t('incidentsDesk.clocks.left')}</th>
          </tr>
        </thead>
        <tbody>
          {clocks.map((clock) => (
            <Popover key={`${clock.kind}${clock.stageNo}${clock.startedAt}`} content={<Arithmetic clock={clock} />} title={t('incidentsDesk.clocks.arithmetic')} placement="left" mouseEnterDelay={0.15}>
              <tr tabIndex={0} className={clock.endedAt === null && clock.leftMinutes < 0 ? 'inc-clock-late' : clock.firedAt === null ? undefined : 'inc-clock-was-late'}>
                <td>{loop(`incidents.clock.${clock.kind}`)}{nth(clock) === null ? null : <small className="jw-muted"> {t('incidentsDesk.clocks.round', { n: nth(clock) ?? 1 })}</small>}</td>
                <td><Moment at={clock.dueAt} />{clock.provisional ? '*' : ''}</td>
                <td className="jw-right">{working(clock.usedMinutes)}</td>
                <td className="jw-right">{clock.pausedMinutes > 0 ? working(clock.pausedMinutes) : ''}</td>
                <td className="jw-right">{left(clock)}</td>
              </tr>
            </Popover>
          ))}
        </tbody>
      </table>
      <p className="jw-hint">{t('incidentsDesk.clocks.working')}{clocks.some(({ provisional }) => provisional) ? ` · * ${t('incidentsDesk.clocks.provisional')}` : ''}</p>
    </>
  );
}

function Arithmetic({ clock }: { clock: Clock }) {
  const t = useWords(incidentsDeskWords);
  const { full } = useMoments();
  return (
    <ul className="inc-arithmetic">
      {clock.arithmetic.map((line) => (
        <li key={`${line.what}${line.from}`}>
          <b>{t(`incidentsDesk.clocks.${line.what}`)}</b> {lengthText(line.text, t)}
          <div className="jw-muted jw-num">{full(line.from)}{line.to ? ` → ${full(line.to)}` : ''}</div>
        </li>
      ))}
    </ul>
  );
}

/** `2 workingHours`, as the server writes lengths, in words; any other text as it is. */
function lengthText(text: string, t: (key: `incidentsDesk.clocks.unit.${(typeof unitNames)[number]}`, values: { n: string }) => string): string {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) (\w+)$/.exec(text) ?? [];
  const known = unitNames.find((one) => one === unit);
  return amount !== undefined && known ? t(`incidentsDesk.clocks.unit.${known}`, { n: amount }) : text;
}

const unitNames = ['workingHours', 'workingDays', 'naturalDays', 'hours', 'minutes', 'min'] as const;
