import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from '../../src/apps/version.ts';

// The real command line as a process of its own.

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly out: string; readonly err: string };
export type Command = {
  /** Its process. */
  readonly pid: number;
  /** Resolves when it has printed that. */
  readonly said: (what: string | RegExp) => Promise<void>;
  readonly kill: (name: NodeJS.Signals) => void;
  readonly ended: Promise<Ended>;
};

/** What `npx jingwei …` runs, without the launcher before it. Of the environment it gets what is given here and no more. */
export function startCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}): Command {
  const child = spawn(process.execPath, [path.join(root, 'src/apps/cli.ts'), ...args], { cwd: root, env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'node'), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  const tell = (): void => { for (const listener of listeners) listener(); };
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; tell(); });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; tell(); });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  const said = (what: string | RegExp): Promise<void> => new Promise((resolve, reject) => {
    const look = (): void => {
      if (!(typeof what === 'string' ? out.includes(what) : what.test(out))) return;
      listeners.delete(look);
      resolve();
    };
    listeners.add(look);
    look();
    ended.then((end) => reject(new Error(`it ended before: ${JSON.stringify(end)}`)), reject);
  });
  return { pid: child.pid ?? 0, said, kill: (name) => { child.kill(name); }, ended };
}

export function runCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return startCommand(args, env).ended;
}
