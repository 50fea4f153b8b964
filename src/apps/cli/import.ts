import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { perform, type BoundCommand, type House } from '../../platform/action.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Config, Secrets } from '../../platform/config.ts';
import type { Command } from '../../platform/core/contract.ts';
import type { ImportReport } from '../../platform/core/fields.ts';
import { refusalKey } from '../../platform/core/words.ts';
import { makeSay } from '../../platform/say.ts';
import { StartError } from '../../platform/start-error.ts';
import { importTaxonomy } from '../../domains/dispatch/actions.ts';
import { importDivisions, importGrids } from '../../domains/geography/actions.ts';
import { importPeople } from '../../domains/identity/actions.ts';
import { cityCommandLine } from '../command-line-actor.ts';
import { allWords } from '../words.ts';
import { line, withHouse } from './ground.ts';

export const usage = `用法 usage: npx jingwei import <divisions|grids|people|classes> FILE [--dry-run] [--language zh-CN|en]
  divisions FILE.csv                12 位区划代码 (12-digit codes): code,name,level,parent_code
  grids     FILE.geojson            [--datum wgs84|gcj02] [--accept-problems]
  people    FILE.xlsx | FILE.csv    人员与岗位 (people and posts)
  classes   FILE.xlsx | FILE.csv    [--replace] 文件中没有的类别停用 (classes not in the file become inactive)`;
const say = makeSay([allWords]);
const mostShown = 50;

type Options = { readonly datum: string; readonly acceptProblems: boolean; readonly replace: boolean };
type Report = ImportReport & { readonly problems?: readonly { readonly detail: string }[] };
type Import = {
  readonly permissions: readonly string[];
  readonly run: (house: House, actor: Actor, file: Buffer, options: Options, dryRun: boolean) => Promise<Report>;
};

/** The same commands as the interface, each with the permissions that it needs and no other. */
const imports: Readonly<Record<string, Import>> = {
  divisions: {
    permissions: ['geography.manage'],
    run: (house, actor, file, _options, dryRun) => answered(house, actor, importDivisions, { csv: textOf(file), dryRun }),
  },
  grids: {
    permissions: ['geography.manage'],
    run: (house, actor, file, { datum, acceptProblems }, dryRun) => answered(house, actor, importGrids, { geojson: textOf(file), datum, acceptProblems, dryRun }),
  },
  people: {
    permissions: ['identity.read', 'identity.manage'],
    run: (house, actor, file, _options, dryRun) => answered(house, actor, importPeople, { fileBase64: file.toString('base64'), dryRun }),
  },
  classes: {
    permissions: ['dispatch.manage'],
    run: (house, actor, file, { replace }, dryRun) => answered(house, actor, importTaxonomy, { fileBase64: file.toString('base64'), replace, dryRun }),
  },
};

/** `jingwei import`: a preview with every wrong row, and then, where none is wrong, all of it or nothing. */
export async function importFile(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false }, language: { type: 'string', default: 'zh-CN' }, datum: { type: 'string', default: 'wgs84' },
      'accept-problems': { type: 'boolean', default: false }, replace: { type: 'boolean', default: false },
    },
  });
  const [what = '', file, ...more] = positionals;
  const chosen = imports[what];
  const language = values.language === 'en' ? 'en' : 'zh-CN';
  if (!chosen || file === undefined || more.length > 0 || !['zh-CN', 'en'].includes(values.language) || !['wgs84', 'gcj02'].includes(values.datum)) throw new StartError('import/usage', usage, 2);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new StartError('import/no-file', `读不到文件 ${file}。 The file cannot be read.`, 1, error);
  });
  const options = { datum: values.datum, acceptProblems: values['accept-problems'], replace: values.replace };
  await withHouse(config, secrets, async (house) => {
    const actor = { ...(await cityCommandLine(house.db, chosen.permissions)), language } as const;
    const preview = await chosen.run(house, actor, bytes, options, true);
    show(preview);
    const problems = preview.problems ?? [];
    if (preview.errors.length > 0) throw new StartError('import/rows', `${preview.errors.length} 处错误，什么都没有写入。 ${preview.errors.length} errors; nothing was written.`);
    if (problems.length > 0 && !options.acceptProblems) throw new StartError('import/problems', `${problems.length} 处缝隙或重叠，什么都没有写入；确认无妨时加 --accept-problems。 Gaps or overlaps; nothing was written. Add --accept-problems to take them as they are.`);
    if (values['dry-run']) {
      line('预览，什么都没有写入 (a preview; nothing was written)');
      return;
    }
    const done = await chosen.run(house, actor, bytes, options, false);
    line(`已写入：新增 ${done.created}，修改 ${done.changed}，不变 ${done.unchanged} (written: ${done.created} new, ${done.changed} changed, ${done.unchanged} as they were) · ${path.basename(file)}`);
  });
}

function show(report: Report): void {
  line(`${report.rows} 行：新增 ${report.created}，修改 ${report.changed}，不变 ${report.unchanged} (rows: new, changed, as they were)`);
  for (const row of report.preview.slice(0, 10)) line(`  ${Object.entries(row).flatMap(([name, value]) => (value === null || value === '' ? [] : [`${name}=${value}`])).join('  ')}`);
  for (const error of report.errors.slice(0, mostShown)) process.stderr.write(`  第 ${error.row} 行 row ${error.row} · ${error.column}: ${error.detail}\n`);
  for (const problem of report.problems?.slice(0, mostShown) ?? []) process.stderr.write(`  ${problem.detail}\n`);
}

async function answered<Op extends Command>(house: House, actor: Actor, bound: BoundCommand<Op>, input: unknown): Promise<z.output<Op['output']>> {
  const answer = await perform(house, bound, input, { actor, key: null, clock: null });
  if (answer.kind === 'done') return answer.output;
  if (answer.kind === 'invalid') throw new StartError('import/invalid', `文件不合要求 (the file does not fit): ${answer.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ')}`);
  throw new StartError('import/refused', say(actor.language, refusalKey(answer.refusal.refused), answer.refusal.params));
}

/** UTF-8, or what a Chinese Excel writes. */
function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('gb18030').decode(file);
  }
}
