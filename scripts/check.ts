import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { readProcessConfig } from '../src/platform/config.ts';
import { missingPackages } from './debian-packages.ts';

// npm test [-- tiers]: every phase with its title, its duration and its count. The closing line is
// read by programs: it is the last one, and the sum over all phases; a phase without tests counts as one.

type Tier = 'static' | 'rules' | 'pg' | 'e2e';
type Count = { readonly passed: number; readonly failed: number; readonly skipped: number };
type Phase = { readonly title: string; readonly run: () => Promise<Count> };

const root = path.resolve(import.meta.dirname, '..');
const tiers: readonly Tier[] = ['static', 'rules', 'pg', 'e2e'];
const passed: Count = { passed: 1, failed: 0, skipped: 0 };
const failed: Count = { passed: 0, failed: 1, skipped: 0 };

const running = new Set<ReturnType<typeof spawn>>();

async function main(args: readonly string[]): Promise<number> {
  const groundMs = Number(args.find((arg) => arg.startsWith('--ground-ms='))?.slice('--ground-ms='.length) ?? 0);
  const asked = args.filter((arg) => !arg.startsWith('--ground-ms='));
  const chosen = tiers.filter((tier) => asked.length === 0 || asked.includes(tier));
  const unknown = asked.filter((arg) => !tiers.some((tier) => tier === arg));
  if (unknown.length > 0) {
    process.stderr.write(`There is no tier ${unknown.join(', ')}; choose of ${tiers.join(', ')}.\n`);
    return 2;
  }
  const config = readProcessConfig();
  const isCi = config.ok && config.config.ci;
  const counts: Count[] = [passed];
  report('ground: packages and Node', groundMs, passed);
  if (chosen.includes('static')) counts.push(...(await runPhases(staticPhases, 2)));
  if (chosen.includes('rules')) counts.push(...(await runPhases([vitestPhase('rules, pure', 'rules')], 1)));
  // One after the other: side by side they would be done sooner, but then a disk that is busy with the one makes a page of the other wait for seconds.
  if (chosen.includes('pg')) counts.push(...(await runPhases([vitestPhase('actions and stores on PostgreSQL', 'pg')], 1)));
  if (chosen.includes('e2e')) counts.push(...(await runJourneys(isCi)));
  if (stoppedBy !== undefined) return stoppedBy === 'SIGINT' ? 130 : 143;
  const sum = counts.reduce((all, one) => ({ passed: all.passed + one.passed, failed: all.failed + one.failed, skipped: all.skipped + one.skipped }));
  process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}\n`);
  return sum.failed > 0 ? 1 : 0;
}

const withParent = pathToFileURL(path.join(root, 'bin/with-parent.mjs')).href;
const bin = (file: string): string => path.join(root, 'node_modules', file);
const tsc = (project: string): Phase => ({ title: `types: ${project}`, run: () => program([bin('typescript/bin/tsc'), '--project', project], { isEmpty: (output) => output.includes('error TS18003') }) });

const staticPhases: readonly Phase[] = [
  tsc('tsconfig.json'),
  tsc('tsconfig.core.json'),
  tsc('tsconfig.web.json'),
  { title: 'lint', run: () => program([bin('eslint/bin/eslint.js'), '.', '--max-warnings=0']) },
  { title: 'generated files are fresh', run: () => program(['scripts/generate.ts', '--check']) },
];

/** At most `atOnce` at a time; what a failed program said is shown with its phase. */
async function runPhases(phases: readonly Phase[], atOnce: number): Promise<Count[]> {
  const counts: Count[] = [];
  const waiting = [...phases];
  const worker = async (): Promise<void> => {
    for (let phase = waiting.shift(); phase !== undefined && stoppedBy === undefined; phase = waiting.shift()) {
      if (atOnce === 1) process.stdout.write(`\n=== ${phase.title}\n`);
      const began = Date.now();
      const count = await phase.run();
      report(phase.title, Date.now() - began, count);
      counts.push(count);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return counts;
}

function report(title: string, ms: number, count: Count): void {
  const numbers = [`${count.passed} passed`, count.failed > 0 ? `${count.failed} FAILED` : '', count.skipped > 0 ? `${count.skipped} skipped` : ''];
  process.stdout.write(`=== ${title}: ${numbers.filter((text) => text !== '').join(', ')} (${(ms / 1000).toFixed(1)} s)\n`);
}

/** A program of Node that fails or not: one count. `isEmpty` tells that it found nothing to look at. */
async function program(args: readonly string[], options: { readonly isEmpty?: (output: string) => boolean } = {}): Promise<Count> {
  const { code, output } = await runNode(args, 'kept');
  if (code === 0) return passed;
  if (options.isEmpty?.(output) === true) return { passed: 0, failed: 0, skipped: 1 };
  process.stdout.write(`${output}\n`);
  return failed;
}

function vitestPhase(title: string, project: 'rules' | 'pg' | 'e2e'): Phase {
  return { title, run: () => vitest(project) };
}

async function vitest(project: string): Promise<Count> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-check-'));
  try {
    const file = path.join(folder, 'result.json');
    const { code } = await runNode([bin('vitest/vitest.mjs'), 'run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], 'shown');
    return countOf(await readFile(file, 'utf8').catch(() => ''), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const vitestResult = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/** A file that cannot be loaded, and an error outside of every test, count as one failure each. */
function countOf(json: string, code: number): Count {
  const parsed = vitestResult.safeParse(json === '' ? undefined : JSON.parse(json));
  if (!parsed.success) return code === 0 ? { passed: 0, failed: 0, skipped: 0 } : failed;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  const brokenFiles = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')).length;
  const named = numFailedTests + brokenFiles;
  return { passed: numPassedTests, failed: named === 0 && code !== 0 ? 1 : named, skipped: numPendingTests + numTodoTests };
}

async function runJourneys(isCi: boolean): Promise<Count[]> {
  const journeys = (await readdir(path.join(root, 'test/e2e')).catch(() => [])).filter((name) => name.endsWith('.e2e.ts')).length;
  if (stoppedBy !== undefined) return [];
  const { sentence } = await missingPackages((text) => process.stdout.write(`${text}\n`));
  if (sentence !== undefined) {
    process.stdout.write(`\n${sentence}\n`);
    const count = isCi ? failed : { passed: 0, failed: 0, skipped: journeys };
    report('journeys in the browser', 0, count);
    return [count];
  }
  return runPhases([{ title: 'the screens are built', run: () => program(['scripts/build-web.ts']) }, vitestPhase('journeys in the browser', 'e2e')], 1);
}

function runNode(args: readonly string[], output: 'kept' | 'shown'): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    // The channel lets it notice when this process is killed; see bin/with-parent.mjs.
    const child = spawn(process.execPath, ['--import', withParent, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    running.add(child);
    let text = '';
    if (output === 'kept') for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    // Whole lines: two of them may speak at once, and neither draws over the other's.
    else for (const [stream, to] of [[child.stdout, process.stdout], [child.stderr, process.stderr]] as const) if (stream) createInterface({ input: stream }).on('line', (line) => to.write(`${line}\n`));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output: text.trim() });
    });
  });
}

/** The signal that asked us to stop; no further phase begins after it. */
let stoppedBy: 'SIGINT' | 'SIGTERM' | undefined;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    stoppedBy = name;
    for (const child of running) child.kill(name);
  });
}
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.stdout.write('\n0 passed, 1 failed\n');
  process.exitCode = 1;
}
