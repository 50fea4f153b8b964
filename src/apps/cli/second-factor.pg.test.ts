import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { inDatabase } from '../../../test/support/pg-url.ts';
import { withWorld } from '../../../test/support/world.ts';
import { readConfig } from '../../platform/config.ts';
import { secondFactor } from './second-factor.ts';

test('whoever runs the machine helps a security administrator whom nobody else can help; it stands in the audit', async () => {
  await withWorld(async (world) => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'jingwei-factor-'));
    const read = readConfig({ JINGWEI_DATA: dataDir, JINGWEI_LOG: 'error' });
    if (!read.ok) throw new Error(read.sentences.join(' '));
    const run = (...args: string[]): Promise<void> => secondFactor(args, read.config, { databaseUrl: inDatabase(inject('testServer').adminUrl, world.name) });
    try {
      await expect(run('--reset', 'anquan')).rejects.toMatchObject({ exitCode: 2 });
      await expect(run('--reset', 'nobody-here', '--reason', '手机丢失')).rejects.toThrow(/没有账号.*no account/u);
      await expect(run('--reset', 'anquan', '--reason', '手机丢失')).rejects.toThrow(/没有设置第二重验证/u);
      await sql`insert into identity.totp (person_id, secret, confirmed_at) values (${world.id('security')}, '\\x00', now())`.execute(world.ownerDb);
      await run('--reset', 'AnQuan', '--reason', '手机丢失，已当面核实');
      const { rows } = await sql<{ left: number }>`select count(*)::int as left from identity.totp`.execute(world.ownerDb);
      expect(rows[0]?.left).toBe(0);
      expect((await world.audited()).at(-1)).toMatchObject({ operation: 'identity.resetSecondFactor', outcome: 'done', subject: `person:${world.id('security')}`, person_name: '命令行 (command line)', input: { reason: '手机丢失，已当面核实' } });
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
