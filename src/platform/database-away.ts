const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '53300', '53100', '08000', '08001', '08003', '08006']);

/** The database is away, starting, full, or out of connections: an outage, said as 503 and worth another try. */
export function isDatabaseAway(error: unknown): boolean {
  const code: unknown = Reflect.get(Object(error), 'code');
  if (typeof code === 'string' && connectionCodes.has(code)) return true;
  const message = error instanceof Error ? error.message : '';
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after/u.test(message);
}
