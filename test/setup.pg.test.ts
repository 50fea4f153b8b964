import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { clusterFolder } from '../src/platform/embedded/cluster.ts';
import { serversIn } from '../src/platform/embedded/process.ts';
import { signIn } from '../src/domains/identity/http.ts';
import { houseOn } from './support/acting.ts';
import { runCommand, startCommand, type Ended } from './support/demo-command.ts';
import { withPlace, type Place } from './support/demo-place.ts';

// The command line as an operator uses it: real processes, their words and their exit codes.

const city = ['--city-code', '990200000000', '--city-name', '试城市'];
const three = ['--system-admin', 'sys.lin:林知远', '--security-admin', 'sec.su:苏晚晴', '--audit-admin', 'aud.gu:程𠮷安'];
const hanzi = /\p{Script=Han}/u;

describe('npx jingwei setup', () => {
  it('makes three administrators in an empty database, prints their passwords once, and will not do it again', async () => {
    await withOwnPlace(async ({ env, db, ownerDb }) => {
      const first = await runCommand(['setup', ...city, ...three], env);
      expect(first).toMatchObject({ code: 0, err: '' });
      const printed = [...first.out.matchAll(/^ {4}(\S+) +(\S+) +(\S+)　(\S+)：/gmu)].map(([, account = '', password = '', name = '']) => ({ account, password, name }));
      expect(printed.map(({ account, name }) => `${account}:${name}`)).toEqual(['sys.lin:林知远', 'sec.su:苏晚晴', 'aud.gu:程𠮷安']);

      const house = houseOn(db);
      for (const { account, password } of printed) {
        const answer = await signIn(house, { account, password }, { address: '203.0.113.7', language: 'zh-CN' });
        expect(answer.kind, account).toBe('done');
      }
      const { rows } = await sql<{ account: string; role: string; must: boolean; level: number; parentId: number | null }>`
        select p.account, o.role, p.must_change_password as must, a.kind as level, a.parent_id as "parentId"
        from identity.person p join identity.post o on o.person_id = p.id join geography.area a on a.id = o.area_id order by p.id`.execute(ownerDb);
      expect(rows).toEqual([
        { account: 'sys.lin', role: 'systemAdmin', must: true, level: 'city', parentId: null },
        { account: 'sec.su', role: 'securityAdmin', must: true, level: 'city', parentId: null },
        { account: 'aud.gu', role: 'auditAdmin', must: true, level: 'city', parentId: null },
      ]);
      // For real use administrators need a second factor.
      expect((await sql<{ required: boolean }>`select second_factor_required as required from identity.sign_in_policy`.execute(ownerDb)).rows).toEqual([{ required: true }]);
      // The passwords are nowhere but on the screen.
      const kept = await sql<{ text: string }>`select string_agg(a::text, '') as text from platform.audit a`.execute(ownerDb);
      for (const { password } of printed) expect(kept.rows[0]?.text ?? '').not.toContain(password);

      const second = await runCommand(['setup', ...city, ...three], env);
      expect(second.code).toBe(1);
      expect(second.err).toMatch(/数据库里已有数据.*not empty/u);
      expect(second.out).not.toMatch(/sys\.lin/u);
      expect((await sql<{ n: number }>`select count(*)::int as n from identity.person`.execute(ownerDb)).rows[0]?.n).toBe(3);
    });
  });

  it('with a file of divisions that has a wrong row names the row, and writes nothing', async () => {
    await withOwnPlace(async ({ env, file, ownerDb }) => {
      const divisions = await file('divisions.csv', 'code,name,level,parent_code\n990200000000,试城市,city,\n990201000000,东县,county,990299000000\n');
      const answer = await runCommand(['setup', '--divisions', divisions, ...three], env);
      expect(answer.code).toBe(1);
      expect(answer.err).toMatch(/第 3 行.*Row 3/u);
      expect((await sql<{ n: number }>`select (select count(*) from geography.area)::int + (select count(*) from identity.person)::int as n`.execute(ownerDb)).rows[0]?.n).toBe(0);
    });
  });

  it.each([
    ['nobody named', ['setup', ...city]],
    ['two people for three offices', ['setup', ...city, '--system-admin', 'a.a:甲', '--security-admin', 'A.A:乙', '--audit-admin', 'c.c:丙']],
    ['an account with a space', ['setup', ...city, '--system-admin', 'a b:甲', '--security-admin', 'b.b:乙', '--audit-admin', 'c.c:丙']],
    ['a city code of eleven digits', ['setup', '--city-code', '99020000000', '--city-name', '试城市', ...three]],
    ['an option that nobody knows', ['setup', '--administrator', 'x']],
    ['replay without a file', ['replay']],
    ['import of what there is not', ['import', 'weather', 'x.csv']],
    ['a port that is none', ['serve'], { PORT: 'eighty' }],
    ['a command that there is not', ['sing']],
  ] as const)('wrong usage ends with 2 and says how it is meant: %s', async (_what, args, env: Readonly<Record<string, string>> = {}) => {
    const answer = await runCommand(args, { JINGWEI_DATA: path.join(os.tmpdir(), 'jingwei-never-made'), ...env });
    expect(answer).toMatchObject({ code: 2, out: '' });
    expect(answer.err).not.toMatch(/\n {4}at /u);
    expect(answer.err.trim().length).toBeGreaterThan(20);
  });
});

describe('npx jingwei import', () => {
  it('names row and column of every wrong line, writes nothing, and then takes the right file', async () => {
    await withOwnPlace(async ({ env, file, ownerDb }) => {
      expect((await runCommand(['setup', ...city, ...three], env)).code).toBe(0);
      const wrong = await file('wrong.csv', 'code,name,level,parent_code\n990201000000,东县,county,990200000000\n99020100,短镇,township,990201000000\n990201002000,,township,990201000000\n');
      const refused = await runCommand(['import', 'divisions', wrong], env);
      expect(refused.code).toBe(1);
      expect(refused.err).toMatch(/第 3 行 row 3 · code/u);
      expect(refused.err).toMatch(/第 4 行 row 4 · name/u);
      expect(await areas(ownerDb)).toBe(1);

      const right = await file('right.csv', '\ufeffcode,name,level,parent_code\n990201000000,东县,county,990200000000\n990201001000,𠮷水镇,township,990201000000\n');
      const preview = await runCommand(['import', 'divisions', right, '--dry-run'], env);
      expect(preview).toMatchObject({ code: 0, err: '' });
      expect(await areas(ownerDb)).toBe(1);
      const done = await runCommand(['import', 'divisions', right], env);
      expect(done).toMatchObject({ code: 0, err: '' });
      expect(done.out).toMatch(/2 new/u);
      expect(await areas(ownerDb)).toBe(3);
      expect((await runCommand(['import', 'divisions', right], env)).out).toMatch(/0 new, 0 changed, 2 as they were/u);

      const absent = await runCommand(['import', 'people', path.join(env.JINGWEI_DATA, 'nobody.xlsx')], env);
      expect(absent.code).toBe(1);
      expect(absent.err).toMatch(/读不到文件.*cannot be read/u);
    });
  });
});

describe('the command line', () => {
  it('lists its commands, and each says how it is used', async () => {
    const all = await runCommand(['--help']);
    expect(all).toMatchObject({ code: 0, err: '' });
    for (const name of ['serve', 'setup', 'demo', 'import', 'replay', 'index', 'points', 'audit', 'backup', 'restore', 'bench', 'chaos', 'sim', 'nightly']) expect(all.out).toMatch(new RegExp(`\\b${name}\\b`, 'u'));
    const names = ['start', 'serve', 'setup', 'demo', 'import', 'replay'];
    for (const [name, one] of await Promise.all(names.map(async (command) => [command, await runCommand([command, '--help'])] as const))) {
      expect(one, name).toMatchObject({ code: 0, err: '' });
      expect(one.out, name).toContain(name === 'start' ? 'npm start' : `npx jingwei ${name}`);
    }
  });

  it('says in both languages that there is no such command', async () => {
    const { err } = await runCommand(['sing']);
    expect(err).toMatch(hanzi);
    expect(err).toMatch(/There is no command "sing"/u);
  });

  it.each([
    ['nobody answers there', 'postgres://jingwei:geheim-7@127.0.0.1:9/jingwei', 1, /ECONNREFUSED/u],
    ['it is no address', 'mysql://root@host/db', 2, /DATABASE_URL must look like/u],
  ])('a wrong DATABASE_URL is one sentence without the password: %s', async (_what, databaseUrl, code, sentence) => {
    const answer = await withFolder((dataDir) => runCommand(['serve'], { DATABASE_URL: databaseUrl, JINGWEI_DATA: dataDir, PORT: '0' }));
    expect(answer.code).toBe(code);
    expect(answer.err).toMatch(sentence);
    expect(answer.err).not.toMatch(/geheim-7|\n {4}at /u);
  });

  it('on an empty database does not serve, and says what to do', async () => {
    await withOwnPlace(async ({ env }) => {
      const answer = await runCommand(['serve'], { ...env, PORT: '0' });
      expect(answer.code).toBe(1);
      expect(answer.err).toMatch(/npx jingwei setup/u);
    });
  });

  it.skipIf(process.platform !== 'linux')('is stopped by a signal in the middle of making the demo: no database is left running, and half a demo is not served', { timeout: 300_000 }, async () => {
    await withFolder(async (dataDir) => {
      const env = { JINGWEI_DATA: dataDir };
      for (const [moment, name, code] of [['正在生成演示乡镇', 'SIGINT', 130], ['classes, routes', 'SIGTERM', 143]] as const) {
        const making = startCommand(['demo'], env);
        await making.said(moment);
        making.kill(name);
        const ended: Ended = await making.ended;
        expect(ended, moment).toMatchObject({ code, err: '' });
        expect(await serversIn(clusterFolder(path.join(dataDir, 'postgres')))).toEqual([]);
      }
      // Half a demo is not served as if it were whole.
      const serving = await runCommand(['serve'], { ...env, PORT: '0' });
      expect(serving.code).toBe(1);
    });
  });
});

type OwnPlace = Pick<Place, 'db' | 'ownerDb'> & { readonly env: { readonly DATABASE_URL: string; readonly JINGWEI_DATA: string }; readonly file: (name: string, text: string) => Promise<string> };

/** A migrated, empty database and a folder for files. */
function withOwnPlace(use: (place: OwnPlace) => Promise<void>): Promise<void> {
  return withPlace(async ({ db, ownerDb, databaseUrl, config: { dataDir } }) => {
    const file = async (name: string, text: string): Promise<string> => {
      await writeFile(path.join(dataDir, name), text);
      return path.join(dataDir, name);
    };
    await use({ db, ownerDb, env: { DATABASE_URL: databaseUrl, JINGWEI_DATA: dataDir }, file });
  });
}

async function areas(db: Place['ownerDb']): Promise<number> {
  return (await sql<{ n: number }>`select count(*)::int as n from geography.area`.execute(db)).rows[0]?.n ?? 0;
}

async function withFolder<T>(use: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(path.join(process.platform === 'linux' ? '/var/tmp' : os.tmpdir(), 'jingwei-command-'));
  await chmod(dataDir, 0o711);
  try {
    return await use(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
