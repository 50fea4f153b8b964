import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { House } from '../../platform/action.ts';
import type { Config, Secrets } from '../../platform/config.ts';
import { typedText } from '../../platform/core/fields.ts';
import { StartError } from '../../platform/start-error.ts';
import { seedDefaults } from '../../domains/dispatch/example.ts';
import { areaIndex, importDivisions } from '../../domains/geography/actions.ts';
import { importPeople } from '../../domains/identity/actions.ts';
import { keepPolicy } from '../../domains/identity/policy.ts';
import { readablePassword } from '../../domains/identity/rules/first-password.ts';
import { cityCommandLine, firstCommandLine } from '../command-line-actor.ts';
import { hasPeople } from '../empty.ts';
import { performed } from '../performed.ts';
import { line, withGround } from './ground.ts';

export const usage = `用法 usage:
  npx jingwei setup (--divisions FILE.csv | --city-code 371500000000 --city-name 某某市)
                    --system-admin 账号:姓名 --security-admin 账号:姓名 --audit-admin 账号:姓名
  三名管理员各司其职，须是三个人 (three people: system, security and audit administrator; account:name)`;

const administrators = [
  { option: 'system-admin', role: 'systemAdmin', title: '系统管理员', does: '区划、类别、分流、日历 (areas, classes, routes, calendar)' },
  { option: 'security-admin', role: 'securityAdmin', title: '安全管理员', does: '人员、岗位、角色 (people, posts, roles)' },
  { option: 'audit-admin', role: 'auditAdmin', title: '审计管理员', does: '审计记录 (the audit)' },
] as const;

const person = z.object({ account: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/), name: typedText(50, 1) });
type Person = z.output<typeof person>;
type Wanted = { readonly divisions: string; readonly people: readonly Person[] };

/** `jingwei setup`: an empty installation for real use. Nobody has an account but the three who are named here. */
export async function setup(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      divisions: { type: 'string' }, 'city-code': { type: 'string' }, 'city-name': { type: 'string' },
      'system-admin': { type: 'string' }, 'security-admin': { type: 'string' }, 'audit-admin': { type: 'string' },
    },
  });
  const given = await askForMissing(values);
  const wanted: Wanted = { divisions: await divisionsOf(given), people: peopleOf(given) };
  await withGround(config, secrets, async ({ house }) => {
    if (await hasPeople(house.db)) {
      throw new StartError('setup/not-empty', '数据库里已有数据，setup 只用于空数据库。 The database is not empty; setup is for an empty one.');
    }
    const passwords = await install(house, wanted);
    print(wanted.people, passwords);
  });
}

/** Divisions, defaults, people: each whole or not at all, the people last, so that a run that broke can be done again. */
async function install(house: House, { divisions, people }: Wanted): Promise<readonly string[]> {
  const check = await performed(house, importDivisions, { csv: divisions, dryRun: true }, { actor: firstCommandLine(['geography.manage']) });
  const [first] = check.errors;
  if (first) throw new StartError('setup/divisions', `区划文件第 ${first.row} 行：${first.detail}（共 ${check.errors.length} 处错误，什么都没有写入） Row ${first.row} of the divisions is wrong; nothing was written.`);
  await seedDefaults(house.db);
  const made = await performed(house, importDivisions, { csv: divisions }, { actor: firstCommandLine(['geography.manage']) });
  line(`区划 ${made.created} 个 (areas)`);
  const actor = await cityCommandLine(house.db, ['identity.read', 'identity.manage']);
  const root = (await areaIndex(house.db)).city?.code ?? '';
  const passwords = people.map(() => readablePassword(randomInt));
  const rows = people.map(({ account, name }, index) => [name, account, administrators[index]?.role ?? '', root, administrators[index]?.title ?? '', passwords[index] ?? '']);
  const csv = [['姓名', '账号', '角色', '区域编码', '职务', '初始密码'], ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
  const report = await performed(house, importPeople, { fileBase64: Buffer.from(csv).toString('base64') }, { actor });
  if (report.errors.length > 0) throw new StartError('setup/people', report.errors.map(({ detail }) => detail).join('\n'));
  await keepPolicy(house, true);
  line('默认类别、退回依据、工作日历已就绪 (classes, return rules and the working calendar are in place)');
  return passwords;
}

function print(people: readonly Person[], passwords: readonly string[]): void {
  line('');
  line('  初始密码只显示这一次，首次登录必须更改 (first passwords, shown once; they must be changed at the first sign-in)');
  for (const [index, { option, title, does }] of administrators.entries()) {
    line(`    ${(people[index]?.account ?? option).padEnd(20)} ${(passwords[index] ?? '').padEnd(20)} ${people[index]?.name ?? ''}　${title}：${does}`);
  }
  line(`
  下一步 next steps
    1. npx jingwei serve                         启动 (serve)
    2. 三人各自登录，改密码，设置第二重验证      the three sign in, change their passwords, set up a second factor
    3. npx jingwei import grids FILE.geojson     网格 (grids); 或由系统管理员在线绘制 (or drawn on the map)
    4. npx jingwei import people FILE.xlsx       人员与岗位 (people and posts); 模板在“人员”页 (its template is on the page of people)
    5. 系统管理员核对类别、分流与日历            the system administrator checks classes, routes and the calendar
`);
}

type Option = 'divisions' | 'city-code' | 'city-name' | 'system-admin' | 'security-admin' | 'audit-admin';
type Given = Partial<Readonly<Record<Option, string | undefined>>>;

/** Questions at a terminal; elsewhere what is missing is wrong usage. */
async function askForMissing(values: Given): Promise<Given> {
  const hasPlace = values.divisions !== undefined || (values['city-code'] !== undefined && values['city-name'] !== undefined);
  const missing = administrators.filter(({ option }) => values[option] === undefined);
  if (hasPlace && missing.length === 0) return values;
  if (!process.stdin.isTTY) throw new StartError('setup/usage', usage, 2);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answers: Record<string, string | undefined> = { ...values };
    if (!hasPlace) {
      const file = (await terminal.question('区划 CSV 文件，没有则直接回车 (divisions CSV, or Enter for the city alone): ')).trim();
      if (file !== '') answers['divisions'] = file;
      else {
        answers['city-code'] = (await terminal.question('市 12 位代码 (12-digit code of the city): ')).trim();
        answers['city-name'] = (await terminal.question('市名称 (its name): ')).trim();
      }
    }
    for (const { option, title } of missing) answers[option] = (await terminal.question(`${title} 账号:姓名 (${option}, account:name): `)).trim();
    return answers;
  } finally {
    terminal.close();
  }
}

async function divisionsOf(given: Given): Promise<string> {
  if (given.divisions !== undefined) {
    return readFile(given.divisions, 'utf8').catch((error: unknown) => {
      throw new StartError('setup/no-file', `读不到文件 ${given.divisions ?? ''}。 The file cannot be read.`, 1, error);
    });
  }
  const code = given['city-code'] ?? '';
  const name = given['city-name'] ?? '';
  if (!/^\d{12}$/u.test(code) || name.trim() === '' || name.length > 60) throw new StartError('setup/usage', usage, 2);
  return `code,name,level,parent_code\n${code},"${name.replaceAll('"', '""')}",city,\n`;
}

function peopleOf(given: Given): Person[] {
  const people = administrators.map(({ option }) => {
    const [account = '', ...rest] = (given[option] ?? '').split(/[:：]/u);
    const read = person.safeParse({ account: account.trim(), name: rest.join(':').trim() });
    if (!read.success) throw new StartError('setup/usage', `--${option}: 账号:姓名，账号为 2–40 位字母、数字、点、横线 (account:name).\n${usage}`, 2);
    return read.data;
  });
  if (new Set(people.map(({ account }) => account.toLowerCase())).size < people.length) throw new StartError('setup/three', `三名管理员必须是三个账号 (three administrators, three accounts).\n${usage}`, 2);
  return people;
}
