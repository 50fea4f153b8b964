#!/usr/bin/env node
import { runTypeScript } from './ground.mjs';

await runTypeScript('src/apps/cli.ts', process.argv.slice(2));
