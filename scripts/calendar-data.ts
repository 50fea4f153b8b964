// Writes src/domains/dispatch/calendar-data.ts from the chinese-days package (MIT), which collects the
// State Council's yearly holiday notices. Run it again when the package carries the next year's notice:
//   node scripts/calendar-data.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// The package's own files: each maps a day to "English name,Chinese name,statutory days".
const source = JSON.parse(readFileSync(require.resolve('chinese-days/dist/chinese-days.json'), 'utf8')) as
  { holidays: Record<string, string>; workdays: Record<string, string> };
const { version } = JSON.parse(readFileSync(require.resolve('chinese-days/package.json'), 'utf8')) as { version: string };

const years = [...new Set(Object.keys(source.holidays).map((day) => day.slice(0, 4)))].sort();
const lastOfficialDay = `${years.at(-1) ?? ''}-12-31`;

writeFileSync(new URL('../src/domains/dispatch/calendar-data.ts', import.meta.url), `// Written by scripts/calendar-data.ts; do not edit by hand.
// Source: the State Council's yearly notices on public holidays, as collected by chinese-days ${version}
// (MIT, Copyright (c) 2024 Yawei sun, https://github.com/vsme/chinese-days). Each entry is month and day,
// with -MMDD for the end of a run. 'off' are rest days by notice; 'work' are weekend days worked in exchange.
import type { Calendar } from '../../platform/core/calendar.ts';

const notices: readonly { readonly year: number; readonly off: string; readonly work: string }[] = [
${years.map((year) => `  {
    year: ${year},
    off: '${runs(source.holidays, year)}',
    work: '${runs(source.workdays, year)}',
  },`).join('\n')}
];

// A notice can reach back into the last days of the year before (2022-12-31 was off for New Year 2023),
// so importing the next one may still move a deadline in late December.
const lastOfficialDay = '${lastOfficialDay}';

/** ${years[0]} to ${years.at(-1)} with the usual office hours; an operator imports the notices that follow. */
export function officialCalendar(): Calendar {
  return {
    version: 'cn-state-council-${years.at(-1)}',
    timeZone: 'Asia/Shanghai',
    shifts: [{ from: '08:30', to: '12:00' }, { from: '14:00', to: '17:30' }],
    days: Object.fromEntries(notices.flatMap(({ year, off, work }) => [...entries(year, off, 'off'), ...entries(year, work, 'work')])),
    lastOfficialDay,
  };
}

function entries(year: number, text: string, kind: 'off' | 'work'): [string, { kind: 'off' | 'work'; name: string }][] {
  return text.split('; ').flatMap((part) => {
    const [span = '', name = ''] = part.split(' ');
    const [from = '', to = from] = span.split('-').map((day) => \`\${year}-\${day.slice(0, 2)}-\${day.slice(2)}\`);
    const days: [string, { kind: 'off' | 'work'; name: string }][] = [];
    for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
      days.push([new Date(at).toISOString().slice(0, 10), { kind, name }]);
    }
    return days;
  });
}
`);

function runs(days: Record<string, string>, year: string): string {
  const found: { from: string; to: string; name: string }[] = [];
  for (const day of Object.keys(days).filter((each) => each.startsWith(year)).sort()) {
    const name = days[day]?.split(',')[1] ?? '';
    const last = found.at(-1);
    if (last !== undefined && last.name === name && Date.parse(day) - Date.parse(last.to) === 86_400_000) last.to = day;
    else found.push({ from: day, to: day, name });
  }
  return found.map(({ from, to, name }) => `${short(from)}${from === to ? '' : `-${short(to)}`} ${name}`).join('; ');
}

function short(day: string): string {
  return day.slice(5).replace('-', '');
}
