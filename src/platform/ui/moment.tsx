import { useMoments } from './time.ts';

/** A time in short form, the full one in the tooltip. */
export function Moment({ at }: { at: string }) {
  const { short, full } = useMoments();
  return <time className="jw-num" dateTime={at} title={full(at)}>{short(at)}</time>;
}
