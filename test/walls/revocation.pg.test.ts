import { sql } from 'kysely';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { openStream } from '../support/stream.ts';
import { withWeb, type Web } from '../support/web.ts';
import { classes, done, points, type Name } from '../support/world.ts';
import * as identity from '../../src/domains/identity/actions.ts';
import { queries } from '../../src/domains/incidents/contract.ts';
import { commands } from '../support/loop.ts';

// What was taken away is gone with the next request, on the open stream and at the address of a picture: within a second;
// a test waits up to five.

type Taking = readonly [what: string, take: (web: Web, personId: number, token: string) => Promise<void>];

const security = 'security' satisfies Name;
const postOf = async ({ world }: Web, personId: number): Promise<number> =>
  (await sql<{ id: number }>`select id from identity.post where person_id = ${personId} and ended_at is null order by id limit 1`.execute(world.ownerDb)).rows[0]?.id ?? 0;

const takings: readonly Taking[] = [
  ['his post ends', async (web, personId) => { done(await web.world.do(security, identity.endPost, { postId: await postOf(web, personId) }, { at: new Date() })); }],
  ['his role permits it no more', async ({ world }) => { done(await world.do(security, identity.setRole, { code: 'gridWorker', name: '网格员', permissions: [] }, { at: new Date() })); }],
  ['his account is suspended', async ({ world }, personId) => { done(await world.do(security, identity.suspend, { personId, suspended: true, reason: '离职' }, { at: new Date() })); }],
  ['he signs out', async (web, _personId, token) => { expect((await web.call(null, 'POST', '/api/identity/sign-out', {}, { authorization: `Bearer ${token}` })).status).toBe(200); }],
];

describe('what somebody may no longer see', () => {
  test.each(takings)('once %s', (_what, take) => withWeb(async (web) => {
    const { world } = web;
    const token = await web.token('worker');
    const personId = world.id('worker');
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#345' } }).jpeg().toBuffer();
    const sent = await web.call('machine', 'POST', '/api/files', picture, { 'content-type': 'image/jpeg' });
    const report = async (description: string) => done<{ caseId: string }>(await world.do('machine', commands.report, { class: classes.lost, description, place: points.street, photos: [String(sent.body['sha256'])] }));
    const first = await report('第一件');
    const board = () => web.call(null, 'GET', `/api/${queries.board.domain}/${queries.board.name}`, undefined, { authorization: `Bearer ${token}` });
    const pictureOf = (body: unknown): string => String(Reflect.get(Object(Reflect.get(Object(body), 'items')), 0)?.thumbnailUrl);
    const address = pictureOf((await board()).body);
    expect(address).toContain('&for=');
    expect((await web.call(null, 'GET', address)).status).toBe(200);
    // Another's session in the same address: the signature is of the whole.
    expect((await web.call(null, 'GET', address.replace(/for=[0-9a-f]{4}/u, 'for=0000'))).status).toBe(404);
    const stream = await openStream(web.url, token);
    await stream.until((told) => told.some(({ event }) => event === 'hello'));
    await report('第二件');
    await stream.until((told) => told.some(({ data }) => data['kind'] === 'incidents.report'));

    await take(web, personId, token);
    const began = performance.now();
    expect([401, 403]).toContain((await board()).status);
    expect((await web.call(null, 'GET', address)).status).toBe(404);
    // The stream has ended, or is told of nothing more once it was told that his rights are others.
    await Promise.race([stream.ended, stream.until((told) => told.some(({ data }) => data['kind'] === 'identity.rights')).catch(() => undefined)]);
    await new Promise((later) => { setTimeout(later, 100); });
    expect(performance.now() - began).toBeLessThan(5_000);
    const heard = stream.told.length;
    const third = await report('第三件');
    await new Promise((later) => { setTimeout(later, 1_000); });
    expect(stream.told.slice(heard).filter(({ data }) => data['subject'] === third.caseId)).toEqual([]);
    expect(third.caseId).not.toBe(first.caseId);
    stream.close();
  }), 60_000);
});

test('whoever has no account keeps the address of what he sent until it runs out, and nobody else\'s opens with it', () => withWeb(async (web) => {
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#543' } }).jpeg().toBuffer();
  const sent = await web.call(null, 'POST', '/api/files', picture, { 'content-type': 'image/jpeg' });
  expect(String(sent.body['url'])).not.toContain('&for=');
  expect((await web.call(null, 'GET', String(sent.body['url']))).status).toBe(200);
  const his = await web.call('desk', 'POST', '/api/files', picture, { 'content-type': 'image/jpeg' });
  const [bare = ''] = String(his.body['url']).split('&for=');
  expect((await web.call(null, 'GET', `${bare}&sig=${String(his.body['url']).split('sig=')[1] ?? ''}`)).status).toBe(404);
}));
