/**
 * A token bucket for each key, in this process's memory.
 * @returns a function that takes one token (or none, to look only) and answers 0, or the whole seconds until there is one again
 */
export function makeThrottle(limit: { burst: number; perSecond: number }, now: () => number = () => performance.now()): (key: string, cost?: 0 | 1) => number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key, cost = 1) => {
    const at = now();
    // Full buckets say nothing; forgetting them keeps the memory bounded by who is active now.
    if (buckets.size > 50_000) for (const [other, bucket] of buckets) if (at - bucket.at > (limit.burst / limit.perSecond) * 1_000) buckets.delete(other);
    const bucket = buckets.get(key) ?? { tokens: limit.burst, at };
    const tokens = Math.min(limit.burst, bucket.tokens + ((at - bucket.at) / 1_000) * limit.perSecond);
    const enough = tokens >= 1;
    buckets.set(key, { tokens: enough ? tokens - cost : tokens, at });
    return enough ? 0 : Math.max(1, Math.ceil((1 - tokens) / limit.perSecond));
  };
}
