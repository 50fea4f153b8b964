import type { DemoAccount } from '../domains/identity/example.ts';
import type { Ground } from './server.ts';

/** Placeholder until the case world is written: no cases. */
export async function seedCases(_ground: Ground, _accounts: readonly DemoAccount[], _townshipId: number, _say: (line: string) => void): Promise<number> {
  return Promise.resolve(0);
}
