// Promises of points: the rules' books, proposals, the warehouse. What moves is the ledger's (`rules/ledger.ts`).

export { ledgerRefusals } from './rules/ledger.ts';
