import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { LongField, MomentField, PickField } from '../../../platform/ui/phone/fields.tsx';
import { Section } from '../../../platform/ui/phone/screen.tsx';
import { units } from '../../identity/contract.ts';
import { addDays } from '../rules/days.ts';
import { wishKinds } from '../rules/visit.ts';
import { patrolWords } from '../words.ts';
import type { Typed } from './visit-input.ts';
import { patrolFieldWords } from './words.ts';

/** A need heard in talk: what, in his words, for when (tomorrow where nothing is said), and who is asked. */
export function WishFields({ typed, change, error }: { typed: Typed; change: (more: Partial<Typed>) => void; error: string | undefined }) {
  const say = useWords(patrolFieldWords);
  const sayPatrol = useWords(patrolWords);
  const today = dayOf(new Date());
  return (
    <Section>
      <div className="ph-stack">
        <label className="pt-check"><input type="checkbox" checked={typed.wishes} onChange={(event) => change({ wishes: event.target.checked, wishOn: typed.wishOn || addDays(today, 1) })} />{say('patrolField.visit.wish')}</label>
        {typed.wishes ? (
          <>
            <fieldset className="ph-field">
              <legend>{say('patrolField.visit.wishKind')}</legend>
              <div className="pt-people">{wishKinds.map((one) => <button key={one} type="button" className="pt-chip" aria-pressed={typed.wishKind === one} onClick={() => change({ wishKind: one })}>{sayPatrol(`patrol.wish.${one}`)}</button>)}</div>
            </fieldset>
            <LongField label={say('patrolField.visit.wishText')} rows={2} max={500} value={typed.wish} onChange={(wish) => change({ wish })} error={error} />
            <MomentField kind="date" label={say('patrolField.visit.wishOn')} value={typed.wishOn} min={today} onChange={(wishOn) => change({ wishOn })} />
            <UnitField value={typed.unitId} onChange={(unitId) => change({ unitId })} label={say('patrolField.visit.wishUnit')} none={say('patrolField.visit.wishNobody')} />
          </>
        ) : null}
      </div>
    </Section>
  );
}

/** Departments of the city that could do it, by name; or nobody yet. */
export function UnitField({ value, onChange, label, none }: { value: number | null; onChange: (unitId: number | null) => void; label: string; none: string | null }) {
  const { data } = useAsk(units, { kind: 'department' }, { staleTime: 600_000 });
  const options = [...(none === null ? [] : [{ value: '', label: none }]), ...(data?.items ?? []).map((unit) => ({ value: String(unit.id), label: unit.name }))];
  return <PickField label={label} options={options} value={value === null ? (none === null ? null : '') : String(value)} onChange={(chosen) => onChange(chosen === '' ? null : Number(chosen))} />;
}
