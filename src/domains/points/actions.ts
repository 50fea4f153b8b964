// What can be done with points. What moves is the ledger's (`store/ledger.ts`).

export { closeBook, post, reserve, reverse, transfer, transferMany, voidReservation } from './store/ledger.ts';
