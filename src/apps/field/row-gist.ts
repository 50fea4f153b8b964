import type { Item } from '../../platform/core/sync/phone.ts';

// What the list of unsent work says of a command, whichever domain it is of.

/** Reports have a list of their own, with their photos; a hand-over is said beside what was handed over. */
export function isShown({ name, state, input }: Item): boolean {
  return (state === 'queued' || state === 'parked') && input !== null && name !== 'incidents.report' && name !== 'sync.handOver';
}

const telling = ['found', 'text', 'wish', 'result', 'reason', 'note', 'description'] as const;

/** The first of its own words. */
export function gistOf(input: unknown): string {
  for (const field of telling) {
    const said: unknown = Reflect.get(Object(input), field);
    if (typeof said === 'string' && said.trim() !== '') return said.trim();
  }
  return '';
}

const steps = ['verify', 'settle', 'check', 'acknowledge', 'handle', 'deliver'];

/** The form it came from, with what was typed; null where it has none of its own: then it is tried as it is, handed over or saved. */
export function correctionOf({ id, name, input }: Item): string | null {
  if (name === 'patrol.recordVisit' || name === 'patrol.correctVisit') return `/rounds/visit?item=${id}`;
  if (name === 'patrol.writeDiary') return `/rounds/diary?item=${id}`;
  const [domain, step = ''] = name.split('.');
  const caseId: unknown = Reflect.get(Object(input), 'caseId');
  return domain === 'incidents' && steps.includes(step) && typeof caseId === 'string' ? `/work/${caseId}/${step}?item=${id}` : null;
}

/** On its way to the supervisor, or there. */
export function isHandedOver({ id }: Item, items: readonly Item[]): boolean {
  return items.some((one) => one.name === 'sync.handOver' && one.state !== 'parked' && Reflect.get(Object(one.input), 'id') === id);
}
