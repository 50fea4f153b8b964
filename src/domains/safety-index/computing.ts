/** How far the months are that this server computes just now: told to whoever waits for one, and nowhere kept. */
const shares = new Map<string, number>();

export function computing(): { month: string; share: number }[] {
  return [...shares].map(([month, share]) => ({ month, share }));
}

/** Runs `work` and keeps what it tells of its progress for as long as it goes on. */
export async function followed<T>(month: string, work: (onProgress: (share: number) => void) => Promise<T>): Promise<T> {
  shares.set(month, 0);
  try {
    return await work((share) => { shares.set(month, share); });
  } finally {
    shares.delete(month);
  }
}
