// What `npm run nightly` keeps of each check: its last result, with date and machine.

export type NightlyRow = { readonly name: string; readonly title: string; readonly at: string; readonly seconds: number; readonly outcome: 'passed' | 'failed' | 'skipped'; readonly said: string };

export function nightlyRow({ name, title }: { readonly name: string; readonly title: string }, at: Date, seconds: number, outcome: NightlyRow['outcome'], said: string): NightlyRow {
  return { name, title, at: at.toISOString().slice(0, 16).replace('T', ' '), seconds, outcome, said };
}

// The colours of a terminal begin with a control character.
const colours = /\u001b\[[\d;]*m/gu;

/** The lines of a check's output that say how it went: vitest's sums, otherwise the last line. */
export function resultOf(output: string): string {
  const lines = output.replaceAll(colours, '').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('npm warn'));
  const sums = lines.filter((line) => /^(?:Test Files|Tests|Duration) /u.test(line));
  return (sums.length > 0 ? sums.map((line) => line.replace(/\s+/gu, ' ')).join('; ') : lines.at(-1) ?? '').slice(0, 300);
}

const head = `# 夜间检验 Nightly

\`npm run nightly\` 以完整规模运行 \`npm test\` 里的检验；本页由它写成，每项只留最近一次的结果。
The checks of \`npm test\` at full size, written by \`npm run nightly\`: the last result of each. Times are UTC. A check that is not listed has not been run.

| 检验 check | 日期 date | 用时 took | 结果 result | 说明 said | 机器 machine |
|---|---|---:|---|---|---|
`;
const outcomes = { passed: '通过 passed', failed: '未通过 failed', skipped: '未运行 skipped' } as const;

/** The page with this row new and the others as they were. */
export function nightlyPage(old: string, row: NightlyRow, machine: string): string {
  const rows = new Map(old.split('\n').filter((line) => line.startsWith('| `')).map((line) => [/`(\w+)`/u.exec(line)?.[1] ?? '', line]));
  rows.set(row.name, `| \`${row.name}\` ${row.title} | ${row.at} | ${row.seconds < 120 ? `${row.seconds.toFixed(0)} s` : `${(row.seconds / 60).toFixed(0)} min`} | ${outcomes[row.outcome]} | ${row.said.replaceAll('|', '/')} | ${machine} |`);
  return `${head}${[...rows.values()].join('\n')}\n`;
}
