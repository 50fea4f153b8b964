/**
 * The product in words, in the order of dependency: a domain imports only domains above it;
 * what must be known upward travels as events. `test/architecture.test.ts` holds this.
 */
export const domains = [
  'geography', // areas, grids, outlines: where
  'identity', // people, posts, roles, sessions: who
  'registry', // people, households, places, things, and who needs care: whom and what it is about
  'dispatch', // classes, routing tables, rosters, the working calendar: to whom, by when
  'incidents', // the case and the six-step loop: what happened to it
  'patrol', // rounds, visits, service orders, the people's diary: who was seen, and why today
  'points', // household points, cards, goods and the ledger under them: who earned what, and by which rule
  'safety-index', // 平安指数: standards, departments' returns, frozen months, ranking: how safe, and why
  'audit', // who did what: the reader of the platform's log
] as const;
export type Domain = (typeof domains)[number];
