import { DatabaseAway } from './database-pulse.ts';

// 55P03: somebody held a lock for longer than anybody should wait; 57014: a question that took too long was broken off;
// 58030: the disk failed the database, which is about to end and to start again.
const connectionCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', '57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08006', '55P03', '57014', '58030',
]);

/** The database is away, starting, or out of connections: an outage, said as 503 and worth another try. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseAway || connectionCodes.has(codeOf(error))) return true;
  const message = error instanceof Error ? error.message : '';
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after/u.test(message);
}

/** The disk of the database (53100), or that of the pictures, has no room: said as 507. */
export function isDiskFull(error: unknown): boolean {
  return ['53100', 'ENOSPC', 'EDQUOT'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  const code: unknown = Reflect.get(Object(error), 'code');
  return typeof code === 'string' ? code : '';
}
