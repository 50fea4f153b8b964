import type { TestProject } from 'vitest/node';
import type { DemoAccount } from '../../src/domains/identity/example.ts';
import { chromium, chromiumOptions, openStage } from './browser.ts';

/** What every journey gets to know: one server and one browser serve them all. */
export type Theatre = { readonly url: string; readonly browser: string; readonly accounts: readonly DemoAccount[] };

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be added to
  interface ProvidedContext {
    readonly theatre: Theatre;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const from = performance.now();
  const [stage, browser] = await Promise.all([openStage(), chromium.launchServer(chromiumOptions)]);
  process.stdout.write(`the stage stands after ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
  project.provide('theatre', { url: stage.url, browser: browser.wsEndpoint(), accounts: stage.accounts });
  return async () => {
    await browser.close();
    await stage.stop();
  };
}
