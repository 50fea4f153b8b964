import { noLines, type Lines, type Table } from './rows.ts';

// A city of ten million cases in minutes: those of the last weeks are written by the loop's rules, one after the other;
// the ones that are over are then there again so many weeks earlier, with ids, numbers and moments of their own. Of such
// a city lists, counts and maps are asked; it knows no seasons, and the demo is never made like this.

/** Days that a copy lies before what it is a copy of; whole weeks keep the weekdays. */
export const copyDays = 28;

/** Cases that nothing more will happen to: an old city has no more open ones than a young one. */
const over: readonly string[] = ['evaluated', 'declined', 'merged'];
/** Their share of the cases of `copyDays`, as the stories end. */
const overShare = 0.77;

/** How often those that are over of so many written ones must be there again to make about so many. */
export function copiesFor(cases: number, written: number): number {
  return Math.max(0, Math.round((cases - written) / (written * overShare)));
}

type Part = (back: number) => string;
export type Originals = { readonly cases: number; readonly rows: Readonly<Record<Table, readonly (readonly Part[])[]>> };

const told = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|"\d{4}-\d\d-\d\d"|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}|\b\d{4}-[0-9A-HJ-NP-TV-Z]{4}-[0-9A-HJ-NP-TV-Z]{4}\b)/gu;
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const dayMs = 86_400_000;

/** The ended cases of these lines, ready to be written again and again. A merged one is among them with the case that it went into, or not at all. */
export function originalsOf(lines: Lines): Originals {
  const fields = lines.incident.map((line) => line.split('\t'));
  const ended = new Set(fields.flatMap(([id = '', , , state = '']) => (over.includes(state) ? [id] : [])));
  const chosen = new Set(fields.flatMap(([id = ''], index) => {
    const into = /"mergedInto":"([0-9a-f-]{36})"/u.exec(lines.incident[index] ?? '')?.[1] ?? id;
    return ended.has(id) && ended.has(into) ? [id] : [];
  }));
  const months = new Map(fields.map(([, number = '', ...rest]) => [number, Date.parse(rest[12] ?? '')]));
  const rowsOf = (table: Table): Part[][] => lines[table].filter((line) => chosen.has(line.slice(0, 36))).map((line) => line.split(told).map((text, index) => (index % 2 === 0 ? () => text : moved(text, months))));
  return { cases: chosen.size, rows: { incident: rowsOf('incident'), wording: rowsOf('wording'), reporter: rowsOf('reporter'), step: rowsOf('step'), deadline: rowsOf('deadline') } };
}

/** All of them, so many times `copyDays` earlier; without their histories where nobody will read those. */
export function copied({ rows }: Originals, back: number, keepsHistory: boolean): Lines {
  const lines = noLines();
  for (const table of Object.keys(lines) as Table[]) { // its keys are the tables
    if (!keepsHistory && (table === 'step' || table === 'deadline')) continue;
    lines[table] = rows[table].map((parts) => {
      let line = '';
      for (const part of parts) line += part(back);
      return line;
    });
  }
  return lines;
}

function moved(text: string, months: ReadonlyMap<string, number>): Part {
  if (text.length === 24) {
    const at = Date.parse(text);
    return (back) => new Date(at - back * copyDays * dayMs).toISOString();
  }
  if (text.startsWith('"')) {
    const day = Date.parse(`${text.slice(1, -1)}T00:00:00Z`);
    return (back) => `"${new Date(day - back * copyDays * dayMs).toISOString().slice(0, 10)}"`;
  }
  if (text.length === 36) {
    const own = Number.parseInt(text.slice(24, 28), 16);
    return (back) => `${text.slice(0, 24)}${((own + back) & 0xffff).toString(16).padStart(4, '0')}${text.slice(28)}`;
  }
  const at = months.get(text);
  if (at === undefined) throw new Error(`a case of another day is named: ${text}`);
  const first = digits.indexOf(text.charAt(5));
  // Copies of one case lie in other months, or have another first letter; of two cases the letters behind it differ.
  return (back) => {
    const month = new Date(at - back * copyDays * dayMs + 8 * 3_600_000).toISOString();
    return `${month.slice(2, 4)}${month.slice(5, 7)}-${digits[(first + back) & 31] ?? ''}${text.slice(6)}`;
  };
}
