import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { domains } from '../src/domains/order.ts';
import { breaches, type Files } from './house/check.ts';

const root = path.resolve(import.meta.dirname, '..');
const paths = everyPath();

function sources(): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })) {
    const file = path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/');
    if (entry.isFile() && /\.tsx?$/u.test(file)) files.set(file, readFileSync(path.join(root, file), 'utf8'));
  }
  return files;
}

describe('the house', () => {
  const real = sources();

  it('keeps its rules', () => {
    expect(breaches(real, domains).map(({ file, rule, detail }) => `${file}: ${rule}: ${detail}`)).toEqual([]);
  });

  const planted: [string, string, string, string][] = [
    ['a rule that reads the clock', 'src/domains/incidents/rules/planted.ts', 'export const now = new Date();', 'clock or chance'],
    ['a rule that throws dice', 'src/domains/incidents/rules/planted.ts', 'export const n = Math.random();', 'clock or chance'],
    ['a contract that knows a store', 'src/domains/incidents/contract-planted.ts', "import { saveStep } from './store/write.ts';\nexport const x = saveStep;", 'import'],
    ['a domain that knows one below it', 'src/domains/geography/planted.ts', "import { report } from '../incidents/contract.ts';\nexport const x = report;", 'import'],
    ['a peep into a private file', 'src/domains/incidents/planted.ts', "import { readCalendar } from '../dispatch/store.ts';\nexport const x = readCalendar;", 'import'],
    ['a platform that knows a domain', 'src/platform/planted.ts', "import { report } from '../domains/incidents/contract.ts';\nexport const x = report;", 'import'],
    ['a core that knows a library', 'src/platform/core/planted.ts', "import pg from 'pg';\nexport const x = pg;", 'import'],
    ['a screen that knows the server', 'src/domains/incidents/desk/planted.tsx', "import { take } from '../taking.ts';\nexport const x = take;", 'import'],
    ['a screen of another domain in a screen', 'src/domains/audit/desk/planted.tsx', "import { words } from '../../incidents/desk/words.ts';\nexport const x = words;", 'import'],
    ['somebody who imports an app', 'src/platform/planted.ts', "import { serve } from '../apps/server.ts';\nexport const x = serve;", 'import'],
    ['a write outside a store', 'src/domains/incidents/planted.ts', 'export const x = `update incidents.incident set state = 1`;', 'sql'],
    ['a write into a foreign schema', 'src/domains/incidents/store/planted.ts', 'export const x = `insert into identity.person (name) values (1)`;', 'sql'],
    ['a read of a foreign table', 'src/domains/incidents/store/planted.ts', 'export const x = `select name from identity.person`;', 'sql'],
    ['select *', 'src/domains/incidents/store/planted.ts', 'export const x = `select * from incidents.incident`;', 'sql'],
    ['a file of 501 lines', 'src/platform/planted.ts', 'export const x = 1;\n'.repeat(501), 'too long'],
    ['export *', 'src/platform/planted.ts', "export * from './say.ts';", 'export *'],
    ['an index file', 'src/platform/index.ts', 'export const x = 1;', 'index file'],
    ['a folder called utils', 'src/platform/utils/planted.ts', 'export const x = 1;', 'nameless folder'],
    ['a second reader of the environment', 'src/platform/planted.ts', 'export const x = process.env.HOME;', 'environment'],
    ['a sentence in a screen', 'src/domains/incidents/desk/planted.tsx', 'export const X = () => <b>{"没有数据"}</b>;', 'stray sentence'],
    ['an English sentence in a screen', 'src/domains/incidents/desk/planted.tsx', 'export const X = () => <b>Nothing here yet</b>;', 'stray sentence'],
    ['a domain nobody listed', 'src/domains/planted/contract.ts', 'export const x = 1;', 'domain'],
  ];

  it.each(planted)('notices %s', (_name, file, text, rule) => {
    const files: Files = new Map([...real, [file, text]]);
    const fresh = breaches(files, domains).filter((one) => one.file === file || file.startsWith(`${one.file}/`));
    expect([...new Set(fresh.map((one) => one.rule))]).toEqual([rule]);
  });

  it('notices a cycle', () => {
    const files = new Map([...real, ['src/platform/one.ts', "import { b } from './two.ts';\nexport const a = b;"], ['src/platform/two.ts', "import { a } from './one.ts';\nexport const b = a;"]]);
    expect(breaches(files, domains).filter((one) => one.rule === 'cycle' && one.detail.includes('platform/one.ts'))).toHaveLength(1);
  });

  it('has documents whose paths exist', () => {
    const documents = [...paths].filter((file) => file.endsWith('.md'));
    expect(documents).toEqual(expect.arrayContaining(['CHANGELOG.md', 'docs/decisions/0001-one-package.md', 'src/domains/geography/data/README.md']));
    expect(documents.flatMap((file) => leadingNowhere(file, readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
  });

  it.each(['`src/domains/absent.ts`', '`rules/absent.ts`', '`absent.ts`', '`absent/`', '`absent.md`', '[a link](../absent.md)'])('notices %s in a document', (cited) => {
    expect(leadingNowhere('docs/decisions/planted.md', `Look at ${cited}, not at \`rules/case.ts\`, \`who.ts\`, \`*.pg.test.ts\` or [this](../glossary.md).`)).toHaveLength(1);
  });
});

/** Paths in backticks, whole or from any folder on (`rules/case.ts`), and links from where the document is. Files that only a run makes (`.json`) are not looked for. */
function leadingNowhere(file: string, text: string): string[] {
  const cited = [...text.matchAll(/`((?:src|docs|test|bin|scripts|migrations)\/[\w./-]+|[\w-][\w./-]*(?:\/|\.(?:tsx?|mjs|css|sql|md|csv)))`/gu)].map(([, one = '']) => one);
  const links = [...text.matchAll(/\]\(((?!https?:)[\w./-]+)\)/gu)].map(([, one = '']) => path.posix.join(path.posix.dirname(file), one));
  const isThere = (one: string): boolean => paths.has(one) || [...paths].some((known) => known.endsWith(`/${one}`));
  return [...cited.map((one) => one.replace(/\/$/u, '')).filter((one) => !isThere(one)), ...links.filter((one) => !paths.has(one))].map((one) => `${file}: ${one}`);
}

/** Files and folders of the repository, from its root, with forward slashes. */
function everyPath(): ReadonlySet<string> {
  const found = readdirSync(root);
  for (const folder of ['bin', 'docs', 'migrations', 'scripts', 'src', 'test']) {
    found.push(...readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((one) => `${folder}/${one.replaceAll('\\', '/')}`));
  }
  return new Set(found);
}
