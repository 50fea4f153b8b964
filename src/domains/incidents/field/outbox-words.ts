import { sentence, useWords } from '../../../platform/client/i18n.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { refusalKey } from '../../../platform/core/words.ts';
import type { Waiting } from './device.ts';
import { holdOf } from './outbox.ts';
import { incidentsFieldWords } from './words.ts';

/** Why an item still lies on the phone, as a sentence. */
export function useHoldWords(): (item: Waiting) => string {
  const say = useWords(incidentsFieldWords);
  const session = useSession();
  return (item) => {
    if (item.state === 'refused') {
      const { refused, detail } = item.problem ?? { refused: '', detail: '' };
      return detail || (sentence(refusalKey(refused)) ?? say('incidentsField.outbox.refusedUnknown'));
    }
    const hold = holdOf(item, session?.personId ?? null);
    if (hold !== null) return say(`incidentsField.outbox.hold.${hold}`);
    if (item.problem === null) return say('incidentsField.outbox.notYet');
    if (item.problem.status === 401) return say('incidentsField.outbox.hold.otherPerson');
    return say(item.problem.status === 0 ? 'incidentsField.outbox.offline' : 'incidentsField.outbox.serverBusy');
  };
}
