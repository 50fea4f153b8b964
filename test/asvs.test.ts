import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

// The list of ASVS requirements is a document that people read; here it is held against the standard's own numbers and
// against the tests it names.

const root = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs/security/asvs.md'), 'utf8');

type Verdict = '满足' | '不适用' | '未满足';
const verdicts: readonly Verdict[] = ['满足', '不适用', '未满足'];
type Row = { readonly id: string; readonly level: number; readonly asks: string; readonly verdict: string; readonly why: string };

/** How many requirements of level 1 and of level 2 each chapter of ASVS 5.0.0 has. */
const counted: Readonly<Record<string, readonly [number, number]>> = {
  1: [8, 19], 2: [4, 7], 3: [8, 11], 4: [2, 8], 5: [4, 5], 6: [13, 22], 7: [6, 12], 8: [4, 3], 9: [4, 3], 10: [5, 24], 11: [3, 11], 12: [3, 6], 13: [1, 12], 14: [2, 7], 15: [3, 10], 16: [0, 16], 17: [0, 7],
};
/** Those of level 1, and of level 2, by section: `2.4 1` is the requirement 2.4.1. */
const levelOne = '1.2 1 2 3 4 5; 1.3 1 2; 1.5 1; 2.1 1; 2.2 1 2; 2.3 1; 3.2 1 2; 3.3 1; 3.4 1 2; 3.5 1 2 3; 4.1 1; 4.4 1; 5.2 1 2; 5.3 1 2; 6.1 1; 6.2 1 2 3 4 5 6 7 8; 6.3 1 2; 6.4 1 2; 7.2 1 2 3 4; 7.4 1 2; 8.1 1; 8.2 1 2; 8.3 1; 9.1 1 2 3; 9.2 1; 10.4 1 2 3 4 5; 11.3 1 2; 11.4 1; 12.1 1; 12.2 1 2; 13.4 1; 14.2 1; 14.3 1; 15.1 1; 15.2 1; 15.3 1';
const levelTwo = '1.1 1 2; 1.2 6 7 8 9; 1.3 3 4 5 6 7 8 9 10 11; 1.4 1 2 3; 1.5 2; 2.1 2 3; 2.2 3; 2.3 2 3 4; 2.4 1; 3.3 2 3 4; 3.4 3 4 5 6; 3.5 4 5; 3.7 1 2; 4.1 2 3; 4.2 1; 4.3 1 2; 4.4 2 3 4; 5.1 1; 5.2 3; 5.4 1 2 3; 6.1 2 3; 6.2 9 10 11 12; 6.3 3 4; 6.4 3 4; 6.5 1 2 3 4 5; 6.6 1 2 3; 6.8 1 2 3 4; 7.1 1 2 3; 7.3 1 2; 7.4 3 4 5; 7.5 1 2; 7.6 1 2; 8.1 2; 8.2 3; 8.4 1; 9.2 2 3 4; 10.1 1 2; 10.2 1 2; 10.3 1 2 3 4; 10.4 6 7 8 9 10 11; 10.5 1 2 3 4 5; 10.6 1 2; 10.7 1 2 3; 11.1 1 2; 11.2 1 2 3; 11.3 3; 11.4 2 3 4; 11.5 1; 11.6 1; 12.1 2 3; 12.3 1 2 3 4; 13.1 1; 13.2 1 2 3 4 5; 13.3 1 2; 13.4 2 3 4 5; 14.1 1 2; 14.2 2 3 4; 14.3 2 3; 15.1 2 3; 15.2 2 3; 15.3 2 3 4 5 6 7; 16.1 1; 16.2 1 2 3 4 5; 16.3 1 2 3 4; 16.4 1 2 3; 16.5 1 2 3; 17.1 1; 17.2 1 2 3 4; 17.3 1 2';

function idsOf(text: string): string[] {
  return text.split('; ').flatMap((section) => {
    const [name = '', ...numbers] = section.split(' ');
    return numbers.map((number) => `${name}.${number}`);
  });
}

function rowsOf(text: string): Row[] {
  return [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$/gmu)]
    .map(([, id = '', level = '', asks = '', verdict = '', why = '']) => ({ id, level: Number(level), asks: asks.trim(), verdict: verdict.trim(), why: why.trim() }));
}

/** What a reason names: a file, and behind a file of tests the words of its titles. */
function citedIn(why: string): { readonly file: string; readonly titles: readonly string[] }[] {
  return [...why.matchAll(/`((?:src|test|docs|scripts|migrations)\/[\w./-]+|[\w-]+\.config\.ts)`((?:(?:、|，|；)?(?:同处)?「[^」]+」)*)/gu)]
    .map(([, file = '', titles = '']) => ({ file, titles: [...titles.matchAll(/「([^」]+)」/gu)].map(([, title = '']) => title) }));
}

const isTestFile = (file: string): boolean => /\.(?:test\.tsx?|e2e\.ts)$/u.test(file);

/** Lines that give a test or a group of them its name. */
function titlesOf(source: string): string {
  return source.split('\n').filter((line) => /^\s*(?:(?:test|it|describe)\b|\]\)\()/u.test(line)).join('\n').replaceAll('\\\'', '\'');
}

function faultsOf({ id, asks, verdict, why }: Row, read: (file: string) => string | null): string[] {
  const faults: string[] = [];
  const say = (fault: string): void => { faults.push(`${id}: ${fault}`); };
  if (!verdicts.some((one) => one === verdict)) say(`${verdict} is no verdict`);
  if (asks === '') say('says nothing of what is asked');
  const cited = citedIn(why);
  for (const { file, titles } of cited) {
    const source = read(file);
    if (source === null) say(`there is no ${file}`);
    if (source === null || !isTestFile(file)) continue;
    if (titles.length === 0) say(`${file} without a title`);
    for (const title of titles) if (!titlesOf(source).includes(title)) say(`no test of ${file} is called 「${title}」`);
  }
  const isTested = cited.some(({ file }) => isTestFile(file));
  if (verdict === '满足' && !isTested && !(why.startsWith('无专门测试：') && cited.length > 0)) say('names neither a test nor a place in the code');
  if (!isTested && [...why].length < 15) say('has no reason');
  // A quotation that belongs to no file would never be looked for.
  const quoted = [...why.matchAll(/「[a-z%][^」]*」/gu)].length;
  if (quoted !== cited.flatMap(({ titles }) => titles).filter((title) => /^[a-z%]/u.test(title)).length) say('quotes a title without its file');
  if (verdict === '未满足' && !why.includes('去处：')) say('does not say where it belongs');
  return faults;
}

const onDisk = (file: string): string | null => (existsSync(path.join(root, file)) ? (path.extname(file) === '' ? '' : readFileSync(path.join(root, file), 'utf8')) : null);
const rows = rowsOf(page);

describe('the list of ASVS requirements', () => {
  it('has each of the 253 of level 1 and 2 once, in their order, and no other', () => {
    const numbered = (ids: readonly string[]): string[] => [...ids].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    expect(numbered(rows.filter(({ level }) => level === 1).map(({ id }) => id))).toEqual(numbered(idsOf(levelOne)));
    expect(numbered(rows.filter(({ level }) => level === 2).map(({ id }) => id))).toEqual(numbered(idsOf(levelTwo)));
    expect(rows.map(({ id }) => id)).toEqual(numbered(rows.map(({ id }) => id)));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(253);
    for (const [chapter, [one, two]] of Object.entries(counted)) {
      const inIt = rows.filter(({ id }) => id.startsWith(`${chapter}.`));
      expect([chapter, inIt.filter(({ level }) => level === 1).length, inIt.filter(({ level }) => level === 2).length]).toEqual([chapter, one, two]);
    }
  });

  it('is read whole: no line of its tables is something else', () => {
    expect(page.match(/^\| *V?\d+\.\d+/gmu)).toHaveLength(rows.length);
  });

  it('names for each a test that exists, or a reason', () => {
    expect(rows.flatMap((row) => faultsOf(row, onDisk))).toEqual([]);
  });

  it('counts itself rightly', () => {
    const count = (verdict: Verdict | null, level: number | null): number => rows.filter((row) => (verdict === null || row.verdict === verdict) && (level === null || row.level === level)).length;
    for (const [name, verdict] of [...verdicts.map((one) => [one, one] as const), ['合计', null] as const]) {
      expect(page).toContain(`\n| ${name} | ${count(verdict, 1)} | ${count(verdict, 2)} | ${count(verdict, null)} |\n`);
    }
  });

  it('lists all that is not met, once each', () => {
    const [, list = ''] = /## 未满足的，由重到轻\n([\s\S]*?)\n## /u.exec(page) ?? [];
    const listed = list.match(/\d+\.\d+\.\d+/gu) ?? [];
    expect(listed.toSorted()).toEqual(rows.filter(({ verdict }) => verdict === '未满足').map(({ id }) => id).toSorted());
  });

  const good: Row = { id: '1.1.1', level: 1, asks: '什么', verdict: '满足', why: '`src/a.test.ts`「a title」' };
  it.each<[string, Partial<Row>, string]>([
    ['a test that has another name', { why: '`src/a.test.ts`「another title」' }, 'is called'],
    ['words that stand in a test but are no title', { why: '`src/a.test.ts`「not a name」' }, 'is called'],
    ['a file that is not there', { why: '`src/b.test.ts`「a title」' }, 'there is no'],
    ['a file of tests without a title', { why: '`src/a.test.ts`' }, 'without a title'],
    ['a title without its file', { why: '`src/a.test.ts`「a title」，另有「of nowhere」' }, 'without its file'],
    ['a word instead of a reason', { verdict: '不适用', why: '没有' }, 'no reason'],
    ['an open question', { verdict: '待定' }, 'no verdict'],
    ['what is met by assertion', { why: '我们相信这一条是满足的，不过没有写在哪里' }, 'neither a test nor a place'],
    ['what is not met and belongs nowhere', { verdict: '未满足', why: '还差一些，以后再说吧，补偿是大家都很小心' }, 'where it belongs'],
  ])('notices %s', (_what, change, fault) => {
    const read = (file: string): string | null => (file === 'src/a.test.ts' ? "test('a title', () => {\n  expect('not a name').toBe('');\n});" : null);
    expect(faultsOf(good, read)).toEqual([]);
    expect(faultsOf({ ...good, ...change }, read).join('\n')).toContain(fault);
  });
});

describe('the parts that we did not make', () => {
  it('every package is pinned and has the hash of what it is', () => {
    const lock: unknown = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
    const packages = Object.entries(Object(Reflect.get(Object(lock), 'packages')) as Record<string, { version?: string; integrity?: string; link?: boolean }>).filter(([name]) => name !== ''); // npm's own format
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, one]) => !/^sha512-/u.test(one.integrity ?? '') || one.version === undefined || one.link === true).map(([name]) => name)).toEqual([]);
    const own: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const direct = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) => Object.entries(Object(Reflect.get(Object(own), kind)) as Record<string, string>)); // the same
    expect(direct.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version))).toEqual([]);
    expect(Object.keys(Object(Reflect.get(Object(own), 'dependencies'))).length).toBeLessThanOrEqual(40);
  });
});
