import type { Db } from '../../platform/db.ts';
import { asHouse } from '../../platform/wall.ts';
import { expireDue } from './store/ledger.ts';

/** Gives back what was set aside for vouchers that nobody redeemed in time. @returns how many */
export function expireReservations(db: Db, clock: Date | null = null): Promise<number> {
  return asHouse(db, 'clocks', (inside) => expireDue(inside), clock);
}
