import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { isAlive } from '../src/platform/embedded/process.ts';

const launched: ChildProcess[] = [];

// Starting Node three deep on a machine that has other work takes its time.
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  for (const child of launched.splice(0)) child.kill('SIGKILL');
});

test('arguments and exit code go through', async () => {
  const { launcher, said } = await launch('code', 'a b', '--c');
  expect(said).toMatch(/^\d+ a b --c\n$/u);
  expect((await once(launcher, 'close'))[0]).toBe(5);
});

test('SIGTERM goes on to the program, and its exit code comes back', async () => {
  const { launcher, said } = await launch('wait');
  launcher.kill('SIGTERM');
  expect((await once(launcher, 'close'))[0]).toBe(3);
  expect(await isAlive(Number.parseInt(said, 10))).toBe(false);
});

test('when the launcher is killed, the program does not outlive it', async () => {
  const { launcher, said } = await launch('wait');
  launcher.kill('SIGKILL');
  await expect.poll(() => isAlive(Number.parseInt(said, 10)), { timeout: 5_000 }).toBe(false);
});

test('when the program is killed, the launcher says so by its exit code', async () => {
  const { launcher, said } = await launch('wait');
  process.kill(Number.parseInt(said, 10), 'SIGKILL');
  expect((await once(launcher, 'close'))[0]).toBe(137);
});

async function launch(...args: readonly string[]): Promise<{ launcher: ChildProcess; said: string }> {
  const run = path.resolve(import.meta.dirname, '../bin/run.mjs');
  const launcher = spawn(process.execPath, [run, 'test/support/launched-child.ts', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  launched.push(launcher);
  const [chunk] = await once(launcher.stdout, 'data');
  return { launcher, said: String(chunk) };
}
