import type { Draft } from '../../../domains/incidents/desk/report-draft.ts';

// A command as its writer sent it, which no rule has taken: nothing of it is sure to be there.

const known = [
  'description', 'note', 'result', 'text', 'wish', 'address', 'place', 'class', 'reporter', 'name', 'phone', 'happenedAt', 'at', 'found', 'outcome', 'caseId', 'photos', 'source', 'longitude', 'latitude', 'reason',
] as const;
type Known = (typeof known)[number];
export type Line = { readonly field: string; readonly known: Known | undefined; readonly text: string };
const unread = new Set(['id', 'datum', 'revision']);

/** What a person would read of it, a line for each field; null where it is no record at all. */
export function linesOf(input: unknown): Line[] | null {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return null;
  return Object.entries(input).flatMap(([field, value]): Line[] => {
    if (unread.has(field) || value === null || value === undefined || value === '') return [];
    if (Array.isArray(value)) return value.length === 0 ? [] : [{ field, known: nameOf(field), text: field === 'photos' ? String(value.length) : value.map(textOf).join('、') }];
    if (typeof value === 'object') return (linesOf(value) ?? []).map((line) => ({ ...line, known: line.known ?? nameOf(field) }));
    return [{ field, known: nameOf(field), text: textOf(value) }];
  });
}

/** What the report form can begin with. */
export function draftOf(input: unknown): Partial<Draft> {
  const { description, address, happenedAt, ...rest } = Object(input) as Readonly<Record<string, unknown>>; // each is looked at
  const place = Object(rest['place']) as Readonly<Record<string, unknown>>; // likewise
  const reporter = Object(rest['reporter']) as Readonly<Record<string, unknown>>; // likewise
  const { longitude, latitude, areaId } = place;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const hasPoint = typeof longitude === 'number' && typeof latitude === 'number';
  return {
    source: 'gridWorker', description: text(description), address: text(place['address'] ?? address), name: text(reporter['name']), phone: text(reporter['phone']),
    mode: hasPoint ? 'map' : 'area', point: hasPoint ? { longitude, latitude } : undefined, areaId: typeof areaId === 'number' ? areaId : undefined,
    happenedAt: typeof happenedAt === 'string' && !Number.isNaN(Date.parse(happenedAt)) ? happenedAt : undefined,
  };
}

function nameOf(field: string): Known | undefined {
  return known.find((one) => one === field);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
