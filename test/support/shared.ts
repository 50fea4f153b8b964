import { existsSync } from 'node:fs';
import path from 'node:path';
import { readProcessConfig } from '../../src/platform/config.ts';

/**
 * A file of the reference material beside the checkout. Null, with a printed sentence, where it is absent: the test
 * is then skipped. Throws where it is absent and `CI` is true.
 */
export function sharedFile(name: string): string | null {
  const read = readProcessConfig();
  if (!read.ok) throw new Error(read.sentences.join(' '));
  const file = path.join(read.config.sharedDir, name);
  if (existsSync(file)) return file;
  if (read.config.ci) throw new Error(`${file} is absent, and CI demands it.`);
  say(`Skipped: ${file} is absent (JINGWEI_SHARED says where it lies).`);
  return null;
}

/** A line for whoever runs the tests: a figure that was measured, or why something was skipped. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
