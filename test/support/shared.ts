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
  console.log(`Skipped: ${file} is absent (JINGWEI_SHARED says where it lies).`);
  return null;
}
