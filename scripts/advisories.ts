import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

// What is known against our parts, and what of it may wait: `node scripts/advisories.ts`, once a day on a machine that reaches
// the registry. It ends with 1 where something is overdue, with 2 where nothing could be asked and that has gone on for too long.

const root = path.resolve(import.meta.dirname, '..');
const day = z.iso.date();
const waiverList = z.object({
  /** When the advisories were last asked for with an answer; null: never, since `since`. */
  lastAsked: day.nullable(), since: day, why: z.string().min(10),
  waivers: z.array(z.object({ package: z.string(), advisory: z.string(), why: z.string().min(10), since: day, until: day })),
});
export type Waivers = z.infer<typeof waiverList>;
const report = z.object({ vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), via: z.array(z.union([z.string(), z.object({ url: z.string().optional(), title: z.string().optional() })])) })) });

/** The longest that anything grave may wait, and that nobody asks. */
export const mostDays = 14;

export function parseWaivers(text: string): Waivers {
  return waiverList.parse(JSON.parse(text));
}

/** Sentences; empty where all is well. `answer`: what `npm audit --json` wrote, null where it could not ask. `today`: YYYY-MM-DD. */
export function judge(answer: string | null, { lastAsked, since, waivers }: Waivers, today: string): string[] {
  const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const faults = waivers.flatMap((one) => [
    ...(days(one.since, one.until) > mostDays ? [`${one.package}：豁免超过 ${mostDays} 天。 The waiver is longer than ${mostDays} days.`] : []),
    ...(one.until < today ? [`${one.package}：豁免已于 ${one.until} 到期。 The waiver has ended.`] : []),
  ]);
  if (answer === null) {
    const last = lastAsked ?? since;
    return days(last, today) > mostDays ? [...faults, `自 ${last} 起没有对照过漏洞公告。 The advisories have not been asked for since ${last}.`] : faults;
  }
  for (const [name, { severity, via }] of Object.entries(report.parse(JSON.parse(answer)).vulnerabilities)) {
    if (severity !== 'high' && severity !== 'critical') continue;
    // What only passes on what another package has is answered for there.
    for (const one of via) {
      if (typeof one === 'string') continue;
      const isWaived = waivers.some((waiver) => waiver.package === name && waiver.advisory === one.url && waiver.until >= today);
      if (!isWaived) faults.push(`${name}（${severity}）：${one.title ?? ''} ${one.url ?? ''} 没有豁免。 There is no waiver.`);
    }
  }
  return faults;
}

async function main(): Promise<void> {
  const waivers = parseWaivers(await readFile(path.join(root, 'docs/security/waivers.json'), 'utf8'));
  const child = spawn('npm', ['audit', '--json'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.on('data', (part: Buffer) => { said += part.toString('utf8'); });
  await once(child, 'close');
  const hasAnswer = said.includes('"vulnerabilities"');
  const faults = judge(hasAnswer ? said : null, waivers, new Date().toISOString().slice(0, 10));
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.stdout.write(hasAnswer ? '已对照漏洞公告；请把 docs/security/waivers.json 的 lastAsked 改为今天。 The advisories were asked for; set lastAsked to today.\n' : '问不到漏洞公告（不能连网或登记处不提供）。 The advisories could not be asked for.\n');
  process.exitCode = faults.length === 0 ? 0 : hasAnswer ? 1 : 2;
}

if (import.meta.main) await main();
