// What the server said of its audit, signed, and when: kept here so that this device can witness it later.

const place = 'jingwei.witness';
const days = 60;

/** Keeps the newest checkpoint of each day. */
export function keepWitness(header: string | null): void {
  if (header === null) return;
  try {
    const kept = witnessed();
    if (kept.at(-1) === header) return;
    const day = dayIn(header);
    localStorage.setItem(place, [...kept.filter((line) => dayIn(line) !== day), header].slice(-days).join('\n'));
  } catch {
    // A browser that keeps nothing is no witness, and works all the same.
  }
}

/** One signed checkpoint a line, oldest first. */
export function witnessed(): readonly string[] {
  return (localStorage.getItem(place) ?? '').split('\n').filter((line) => line !== '');
}

/** Epoch and day of a checkpoint: its first field, and the fifth up to the hour. */
function dayIn(header: string): string {
  const fields = header.split(' ');
  return `${fields[0] ?? ''} ${(fields[4] ?? '').slice(0, 10)}`;
}
