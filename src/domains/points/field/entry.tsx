import { Link } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { warehouseFieldWords } from './words-warehouse.ts';

/** On the page of the person: the way to his household's points, and for a clerk to the counter. */
export function PointsLinks() {
  const say = useWords(warehouseFieldWords);
  const session = useSession();
  if (!session) return null;
  return (
    <>
      <Link className="ph-button ph-button-wide fa-after" to="/points/household">{say('warehouseField.link.mine')}</Link>
      {session.permissions.includes('points.till') ? <Link className="ph-button ph-button-wide fa-after" to="/points/counter">{say('warehouseField.link.counter')}</Link> : null}
    </>
  );
}
