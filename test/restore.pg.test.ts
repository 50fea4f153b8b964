import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drill, type Drilled } from '../src/apps/backup/drill.ts';
import { runCommand } from './support/demo-command.ts';

// The real commands on a township at work. What fails must fail loudly and leave nothing behind.

const passphrase = '春江潮水连海平 海上明月共潮生';

describe('a restore', () => {
  let drilled: Drilled;
  let passphraseFile = '';
  let ready = false;
  const run = async (args: readonly string[], dataDir: string): Promise<void> => {
    const ended = await runCommand(args, { JINGWEI_DATA: dataDir });
    if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${ended.code}: ${ended.err}`);
  };

  beforeAll(async () => {
    drilled = await drill({
      backup: async (folder, dataDir) => {
        passphraseFile = path.join(path.dirname(folder), 'passphrase');
        await writeFile(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
        await run(['backup', folder, '--seal', passphraseFile], dataDir);
      },
      restore: (folder, dataDir) => run(['restore', folder, '--passphrase', passphraseFile], dataDir),
    }, { perSecond: 40, commands: 60 });
    ready = true;
  }, 240_000);
  afterAll(async () => { if (ready) await drilled.remove(); });

  it('brings back everything that was acknowledged before the backup began, as it was told', () => {
    expect(drilled.reconciled.faults).toEqual([]);
    expect(drilled.reconciled.acknowledged).toBeGreaterThanOrEqual(60);
    expect(drilled.reconciled.photos).toBe(1);
  });

  it('loses nothing that was typed on a phone: what the backup does not have the phones bring back, once', () => {
    const { field, reconciledAfter } = drilled;
    expect(field).toMatchObject({ lost: [], astray: 0 });
    expect(field.broughtBack).toBeGreaterThanOrEqual(6);
    expect(field.acknowledged).toBeGreaterThan(field.broughtBack);
    expect(field.typed).toBeGreaterThan(field.acknowledged);
    expect(reconciledAfter.faults).toEqual([]);
    expect(reconciledAfter.acknowledged - drilled.reconciled.acknowledged).toBe(field.typed);
  });

  it('has every table as it was, byte for byte', () => {
    expect(drilled.different).toEqual([]);
    expect(drilled.manifest.tables.find(({ name }) => name === 'incident')?.rows).toBeGreaterThan(10);
    expect(drilled.manifest).toMatchObject({ damaged: [], keys: 'sealed', pictures: { count: 2 } });
  });

  it('serves on: old sessions, pictures, new cases, under a new epoch', () => {
    expect(drilled.served).toMatchObject({ status: 200, photoMatches: true, witnessed: true, newCase: 200 });
    expect(drilled.served.epoch).not.toBe(drilled.served.epochBefore);
    expect(drilled.manifest.epoch).toBe(drilled.served.epochBefore);
  });

  it('leaves an audit that verifies, with what the backup gave up said', async () => {
    const verified = await runCommand(['audit', 'verify'], { JINGWEI_DATA: drilled.restoredDir });
    expect(verified).toMatchObject({ code: 0, err: '' });
    expect(verified.out).toMatch(/审计链完整.*\n.*The audit is whole/u);
  }, 60_000);

  const elsewhere = (name: string): string => path.join(path.dirname(drilled.backup), name);
  const left = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

  it.each<[string, (backup: string) => Promise<unknown>, RegExp]>([
    ['a part that was cut', async (backup) => { const file = path.join(backup, 'tables/incidents.step.copy.zst'); await truncate(file, (await readFile(file)).length - 9); }, /incidents\.step.*不完整.*instead of/u],
    ['a part that is gone', (backup) => rm(path.join(backup, 'tables/identity.person.copy.zst')), /缺少.*identity\.person/u],
    ['one byte that was flipped', (backup) => flip(path.join(backup, 'tables/platform.audit.copy.zst'), 500), /platform\.audit.*被改过或已损坏/u],
    ['one byte of a picture', async (backup) => { const [shelf = ''] = await readdir(path.join(backup, 'files')); const [name = ''] = await readdir(path.join(backup, 'files', shelf)); await flip(path.join(backup, 'files', shelf, name), 700); }, /\.jpg.*被改过或已损坏/u],
    ['a changed manifest', async (backup) => { const file = path.join(backup, 'manifest.json'); await writeFile(file, (await readFile(file, 'utf8')).replace('"rows": 1,', '"rows": 2,')); }, /清单.*签名不符/u],
    ['missing keys', (backup) => rm(path.join(backup, 'keys.json')), /缺少 keys\.json/u],
  ])('refuses %s, and writes nothing', async (_what, damage, sentence) => {
    const copy = elsewhere('damaged');
    await rm(copy, { recursive: true, force: true });
    await cp(drilled.backup, copy, { recursive: true });
    await damage(copy);
    const ended = await runCommand(['restore', copy, '--passphrase', passphraseFile], { JINGWEI_DATA: elsewhere('nothing') });
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(sentence);
    expect(await left(elsewhere('nothing'))).toEqual([]);
  }, 60_000);

  it('refuses a wrong passphrase, none, a folder that is not empty, and a backup over another', async () => {
    const other = elsewhere('other-passphrase');
    await writeFile(other, 'another passphrase\n');
    const into = { JINGWEI_DATA: elsewhere('nothing') };
    expect((await runCommand(['restore', drilled.backup, '--passphrase', other], into)).err).toMatch(/口令打不开.*does not open/u);
    expect((await runCommand(['restore', drilled.backup], into)).err).toMatch(/封存.*--passphrase/u);
    expect(await left(elsewhere('nothing'))).toEqual([]);
    const before = await left(drilled.restoredDir);
    expect(await runCommand(['restore', drilled.backup, '--passphrase', passphraseFile], { JINGWEI_DATA: drilled.restoredDir })).toMatchObject({ code: 1, err: expect.stringMatching(/已有东西.*not empty/u) });
    expect(await left(drilled.restoredDir)).toEqual(before);
    expect(await runCommand(['backup', drilled.backup], { JINGWEI_DATA: drilled.restoredDir })).toMatchObject({ code: 1, err: expect.stringMatching(/已存在.*overwrites nothing/u) });
  }, 90_000);

  it('links the pictures of an earlier backup, says what is lost without keys, and restores without them only when told to', async () => {
    const second = elsewhere('second');
    const made = await runCommand(['backup', second, '--earlier', drilled.backup], { JINGWEI_DATA: drilled.restoredDir });
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(/新取 0 个/u);
    expect(made.out).toMatch(/查询码全部失效/u);
    const into = { JINGWEI_DATA: elsewhere('without') };
    const refused = await runCommand(['restore', second], into);
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/不含密钥.*--without-keys/u) });
    expect(await left(elsewhere('without'))).toEqual([]);
    const done = await runCommand(['restore', second, '--without-keys'], into);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toMatch(/审计链完整/u);
  }, 120_000);
});

async function flip(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
}
