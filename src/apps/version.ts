import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of this checkout. */
export const root = path.resolve(import.meta.dirname, '../..');

const manifest: { version: string } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
export const { version } = manifest;
