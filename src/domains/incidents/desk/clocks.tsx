import { Popover } from 'antd';
import { workingCalendar } from '../../dispatch/contract.ts';
import type { CaseDetail } from '../contract-shapes.ts';
import { incidentsWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { minutesPerWorkingDay } from '../../../platform/core/calendar.ts';
import { Moment } from '../../../platform/ui/moment.tsx';
import { useMoments, wallDay, type DayLength } from '../../../platform/ui/time.ts';
import { incidentsDeskWords } from './words.ts';

type Clock = CaseDetail['clocks'][number];

/** Every deadline of the case: used, paused, left; the arithmetic behind it when pointed at. Running ones first. */
export function Clocks({ matter }: { matter: CaseDetail }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const { clock: span } = useMoments();
  const calendar = useAsk(workingCalendar, {}, { staleTime: 600_000 });
  // A day of work is as long as the shifts in force now; until they are known, hours are not taken together.
  const office: DayLength = { minutes: calendar.data ? minutesPerWorkingDay({ version: String(calendar.data.version), timeZone: 'Asia/Shanghai', shifts: calendar.data.shifts, days: {}, lastOfficialDay: calendar.data.lastOfficialDay }) : Infinity, isWorking: true };
  const dayOf = (clock: Clock): DayLength => (isWorking(clock) ? office : wallDay);
  const clocks = [...matter.clocks].sort((a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null) || Date.parse(b.startedAt) - Date.parse(a.startedAt));
  /** Which time this deadline runs, where it ran more than once. */
  const nth = (clock: Clock): number | null => {
    const same = matter.clocks.filter(({ kind }) => kind === clock.kind).sort((a, b) => a.stageNo - b.stageNo);
    return same.length > 1 ? same.indexOf(clock) + 1 : null;
  };
  const left = (clock: Clock): string => {
    if (clock.endedAt !== null) return t(clock.firedAt === null ? 'incidentsDesk.clocks.ended' : 'incidentsDesk.clocks.endedLate');
    return clock.leftMinutes < 0 ? t('incidentsDesk.clocks.over', { span: span(clock.leftMinutes, dayOf(clock)) }) : span(clock.leftMinutes, dayOf(clock));
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
                <td className="jw-right">{span(clock.usedMinutes, dayOf(clock))}</td>
                <td className="jw-right">{clock.pausedMinutes > 0 ? span(clock.pausedMinutes, dayOf(clock)) : ''}</td>
                <td className="jw-right">{left(clock)}</td>
              </tr>
            </Popover>
          ))}
        </tbody>
      </table>
      <p className="jw-hint">{clocks.some(isWorking) ? t('incidentsDesk.clocks.working') : t('incidentsDesk.clocks.wall')}{clocks.some(({ provisional }) => provisional) ? ` · * ${t('incidentsDesk.clocks.provisional')}` : ''}</p>
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

/** Only what is limited in working days or hours stands still outside of them; the base line names the unit. */
function isWorking({ arithmetic }: Clock): boolean {
  return / working(?:Hours|Days)$/.test(arithmetic[0]?.text ?? '');
}

const unitNames = ['workingHours', 'workingDays', 'naturalDays', 'hours', 'minutes', 'min'] as const;
