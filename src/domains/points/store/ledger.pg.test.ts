import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { asHouse } from '../../../platform/wall.ts';
import { withWorld } from '../../../../test/support/world.ts';
import { fromTo } from '../rules/ledger.ts';
import { openAccount, openBook, statementOf } from './ledger-accounts.ts';
import { transfer } from './ledger.ts';

describe('the ledger', () => {
  test('moves', () => withWorld(async ({ db, area }) => {
    const village = area('990101001000');
    await asHouse(db, 'survey', async (inside) => {
      const book = await openBook(inside, { kind: 'household', name: '双桥村积分', area: village });
      const issuer = await openAccount(inside, { book: book.id, kind: 'issuer', area: village });
      const till = await openAccount(inside, { book: book.id, kind: 'till', area: village });
      const moved = await transfer(inside, { id: randomUUID(), book: book.id, kind: 'base', legs: fromTo(issuer.id, till.id, 30) });
      expect(moved).toMatchObject({ entries: [{ balance: -30 }, { balance: 30 }] });
      expect(await statementOf(inside, till.id)).toHaveLength(1);
    });
  }));
});
