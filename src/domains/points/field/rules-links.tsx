import { Link } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { pointsFieldWords } from './words-rules.ts';

/** On the page of the person: entries for whoever proposes or judges them, and one's own card for whoever works here. */
export function RulesLinks() {
  const say = useWords(pointsFieldWords);
  const session = useSession();
  if (!session || session.permissions.length === 0) return null;
  return (
    <>
      {session.permissions.includes('points.propose') ? <Link className="ph-button ph-button-wide fa-after" to="/points/entries">{say('pointsField.links.entries')}</Link> : null}
      <Link className="ph-button ph-button-wide fa-after" to="/points/card">{say('pointsField.links.card')}</Link>
    </>
  );
}
