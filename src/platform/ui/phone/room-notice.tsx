import { useEffect, useState } from 'react';
import { roomLeft } from '../../client/room.ts';
import { useWords } from '../../client/i18n.ts';
import { Notice } from './notice.tsx';
import { phoneWords } from './words.ts';

/** Less than this a report with its photos does not fit into; in megabytes. */
export const tightMb = 30;

/** Said before somebody begins to type, and nothing where there is room or the browser does not tell. */
export function RoomNotice() {
  const say = useWords(phoneWords);
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    let gone = false;
    roomLeft().then((found) => { if (!gone) setLeft(found); }, () => undefined);
    return () => { gone = true; };
  }, []);
  if (left === null || left >= tightMb) return null;
  return <div className="ph-pad rp-gap"><Notice tone="warn">{say(left < 2 ? 'phoneUi.noRoom' : 'phoneUi.littleRoom', { n: Math.max(0, Math.floor(left)) })}</Notice></div>;
}
