#!/usr/bin/env node
// npm test: the ground first, then every tier of scripts/check.ts, which prints the closing line.
import path from 'node:path';
import { ensureGround, GroundError, root, runToEnd } from './ground.mjs';

const began = Date.now();
let node;
try {
  node = await ensureGround();
} catch (error) {
  if (!(error instanceof GroundError)) throw error;
  process.stderr.write(`${error.message}\n`);
}
if (node === undefined) {
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
} else {
  process.exitCode = await runToEnd(node, [path.join(root, 'scripts/check.ts'), `--ground-ms=${Date.now() - began}`, ...process.argv.slice(2)]);
}
