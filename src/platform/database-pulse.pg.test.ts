import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { withDatabase } from '../../test/support/pg.ts';
import { DatabaseAway, takePulse } from './database-pulse.ts';
import { silentLog } from './log.ts';

test('a database that takes nobody any more is away, whoever waits is told, and it is there again by itself', () => withDatabase(async ({ name, appUrl }) => {
  const admin = new pg.Client({ connectionString: inject('testServer').adminUrl });
  await admin.connect();
  const pulse = takePulse(appUrl, silentLog);
  try {
    expect(await pulse.race(Promise.resolve('an answer'))).toBe('an answer');
    await expect(pulse.race(Promise.reject(new Error('its own')))).rejects.toThrow('its own');
    const waits = pulse.race(new Promise<never>(() => undefined)).catch((error: unknown) => error);
    await expect.poll(async () => (await admin.query('select from pg_stat_activity where datname = $1 and application_name = $2', [name, 'jingwei pulse'])).rowCount).toBe(1);
    // Ended alone, its connection is made again and nothing is said.
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await new Promise((resolve) => { setTimeout(resolve, 1_500); });
    expect(pulse.isAway()).toBe(false);
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    expect(await waits).toBeInstanceOf(DatabaseAway);
    expect(pulse.isAway()).toBe(true);
    await admin.query(`alter database ${name} allow_connections true`);
    await expect.poll(() => pulse.isAway(), { timeout: 20_000 }).toBe(false);
  } finally {
    await pulse.close();
    await admin.end();
  }
}));
