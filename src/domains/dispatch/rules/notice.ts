import type { CalendarDay } from './calendar.ts';

/**
 * Days off and make-up days out of what somebody pasted: the sentences of the State Council's yearly notice
 * (“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。”) or rows of a table
 * (“2027-01-01 至 2027-01-03 放假 元旦”). A date without its year is of `year`. Lines in which there is a date or a
 * word for working or resting, but not both, come back in `unread`.
 */
export function readNotice(text: string, year: number): { readonly days: readonly CalendarDay[]; readonly unread: readonly string[] } {
  const days = new Map<string, CalendarDay>();
  const unread: string[] = [];
  let name = '';
  for (const line of text.split(/\r?\n/u).map((one) => one.trim()).filter(Boolean)) {
    const plain = line.normalize('NFKC').replace(/\([^)]*\)/gu, '').replace(/共\s*\d+\s*天/gu, '');
    const heading = /^(?:[一二三四五六七八九十]+、|\d{1,2}[、.]\s*)?([^\d:、]{1,20}):/u.exec(plain);
    if (heading?.[1] !== undefined) name = heading[1].trim();
    let understood = true;
    for (const clause of plain.slice(heading?.[0].length ?? 0).split(/[。;]/u)) {
      const kind = kindOf(clause);
      const found = datesIn(clause, year);
      if (!found || (found.length > 0) !== (kind !== null)) understood &&= clause.trim() === '' || (found?.length === 0 && kind === null);
      else if (kind) for (const day of found) days.set(day, { day, kind, name: heading ? name : nameIn(clause) });
    }
    if (!understood) unread.push(line);
  }
  return { days: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)), unread };
}

function kindOf(clause: string): CalendarDay['kind'] | null {
  if (/上班|补班|\bwork\b|(?:^|[\s,])班(?:[\s,]|$)/iu.test(clause)) return 'work';
  return /放假|休息|\boff\b|(?:^|[\s,])休(?:[\s,]|$)/iu.test(clause) ? 'off' : null;
}

/** What is neither a date nor the kind: the third column of a table. */
function nameIn(clause: string): string {
  const words = clause.replace(token, ' ').split(/[\s,、]+/u).filter((word) => word !== '' && !/^(?:至|到|~|-|–|—|放假.*|休息?|上班|补班|班|off|work)$/iu.test(word));
  return words.join(' ').slice(0, 20);
}

const token = /(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日/gu;

/** Single days and runs; null where one of them is no day or a run is turned round. */
function datesIn(clause: string, year: number): string[] | null {
  const days: string[] = [];
  let [lastAt, lastMonth, lastEnd] = [0, Number.NaN, -1];
  for (const match of clause.matchAll(token)) {
    const monthText = match[2] ?? match[5];
    const month = monthText === undefined ? lastMonth : Number(monthText);
    const at = Date.UTC(Number(match[1] ?? match[4] ?? year), month - 1, Number(match[3] ?? match[6]));
    if (!Number.isFinite(at) || new Date(at).getUTCMonth() !== month - 1) return null;
    const isRun = lastEnd >= 0 && /^\s*(?:至|到|~|-|–|—)\s*$/u.test(clause.slice(lastEnd, match.index));
    const from = isRun ? lastAt + dayMs : at;
    if (isRun && (at < from || at - from > 31 * dayMs)) return null;
    for (let one = from; one <= at; one += dayMs) days.push(new Date(one).toISOString().slice(0, 10));
    [lastAt, lastMonth, lastEnd] = [at, month, match.index + match[0].length];
  }
  return days;
}

const dayMs = 86_400_000;
