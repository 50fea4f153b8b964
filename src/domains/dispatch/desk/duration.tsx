import { InputNumber, Radio, Select, Space } from 'antd';
import type { Duration } from '../../../platform/core/calendar.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { dispatchDeskWords } from './words.ts';

const units = ['workingHours', 'workingDays', 'naturalDays', 'hours', 'minutes'] as const;

export function useDurationText(): (length: Duration) => string {
  const t = useWords(dispatchDeskWords);
  return ({ amount, unit }) => t('dispatchDesk.classes.duration', { n: amount, unit: t(`dispatchDesk.classes.units.${unit}`) });
}

type Props = { id?: string; value?: Duration | null; onChange?: (length: Duration | null) => void; inherited: Duration };

/** A length of one's own, or the one that stands above. */
export function DurationField({ id, value = null, onChange, inherited }: Props) {
  const t = useWords(dispatchDeskWords);
  const text = useDurationText();
  return (
    <div className="dsp-duration" {...(id === undefined ? {} : { id })}>
      <Radio.Group
        value={value === null ? 'above' : 'own'} onChange={({ target }) => { onChange?.(target.value === 'own' ? inherited : null); }}
        options={[{ value: 'own', label: t('dispatchDesk.classes.own') }, { value: 'above', label: `${t('dispatchDesk.classes.inherited')} · ${text(inherited)}` }]}
      />
      {value === null ? null : (
        <Space.Compact block>
          <InputNumber aria-label={t('dispatchDesk.classes.deadlineAmount')} min={0.1} max={5_000_000} step={1} value={value.amount} onChange={(amount) => { if (amount !== null) onChange?.({ ...value, amount }); }} />
          <Select aria-label={t('dispatchDesk.classes.deadlineUnit')} value={value.unit} options={units.map((unit) => ({ value: unit, label: t(`dispatchDesk.classes.units.${unit}`) }))} onChange={(unit) => { onChange?.({ ...value, unit }); }} />
        </Space.Compact>
      )}
    </div>
  );
}
