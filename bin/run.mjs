#!/usr/bin/env node
// node bin/run.mjs <file.ts> [arguments]: any TypeScript file of the checkout on the right Node.
import { runTypeScript } from './ground.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node bin/run.mjs <file.ts> [arguments]\n');
  process.exitCode = 2;
} else {
  await runTypeScript(file, args);
}
