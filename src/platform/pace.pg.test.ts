import { expect, test } from 'vitest';
import { withWeb } from '../../test/support/web.ts';
import { people, worldPassword } from '../../test/support/world.ts';
import { makePace } from './pace.ts';

const burst = 30;

test('somebody who is signed in and asks as a program would is told to wait, in a sentence; others are not', () => withWeb(async ({ call }) => {
  const signIn = async (account: string): Promise<{ authorization: string }> => ({ authorization: `Bearer ${String((await call(null, 'POST', '/api/identity/sign-in', { account, password: worldPassword })).body['token'])}` });
  const [hasty, other] = [await signIn(people.desk), await signIn(people.worker)];
  let [asked, waits] = [0, 0];
  const lane = async (): Promise<void> => {
    while (waits === 0 && asked < burst * 3) {
      asked += 1;
      // Turned away by its input: the cheapest question that there is, and it counts as any other.
      const { status } = await call(null, 'GET', '/api/incidents/case?caseId=none', undefined, hasty);
      if (status === 429) waits += 1;
      else expect(status).toBe(400);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  expect(asked).toBeGreaterThanOrEqual(burst);
  let refused = await call(null, 'GET', '/api/identity/me', undefined, hasty);
  // One may just have come free.
  for (let tries = 0; tries < 20 && refused.status !== 429; tries += 1) refused = await call(null, 'GET', '/api/identity/me', undefined, hasty);
  expect([refused.status, refused.body['refused'], refused.headers.get('retry-after')]).toEqual([429, 'platform/too-many', '1']);
  expect(String(refused.body['detail'])).toMatch(/请 1 秒后再试/u);
  for (const address of ['/api/incidents/report', '/api/files']) {
    let { status } = await call(null, 'POST', address, address === '/api/files' ? new Uint8Array(4) : {}, { ...hasty, ...(address === '/api/files' ? { 'content-type': 'image/jpeg' } : {}) });
    for (let tries = 0; tries < 20 && status !== 429; tries += 1) ({ status } = await call(null, 'POST', address, address === '/api/files' ? new Uint8Array(4) : {}, { ...hasty, ...(address === '/api/files' ? { 'content-type': 'image/jpeg' } : {}) }));
    expect([address, status]).toEqual([address, 429]);
  }
  expect((await call(null, 'GET', '/api/identity/me', undefined, other)).status).toBe(200);
}, {}, undefined, makePace({ session: { burst, perSecond: 1 }, person: { burst: 60, perSecond: 2 }, machine: { burst: 300, perSecond: 10 } })));
