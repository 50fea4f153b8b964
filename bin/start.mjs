#!/usr/bin/env node
import { runTypeScript } from './ground.mjs';

await runTypeScript('src/apps/cli.ts', ['start', ...process.argv.slice(2)]);
