type Made<T> = { readonly key: string; readonly value: T };

/** Enough for the databases of one process, and for a transaction that looks at its own changes beside the others. */
const kept = 4;

/**
 * Keeps the newest few values by key. Of many callers that miss at one moment one makes the value and the rest
 * wait for it; when that one fails, each makes its own. The maker names the key that its value really has.
 */
export function keeping<T>(): (key: string, make: () => Promise<Made<T>>) => Promise<T> {
  const values = new Map<string, Promise<T>>();
  return (key, make) => {
    const known = values.get(key);
    if (known) return known.catch(async () => (await make()).value);
    const making = make();
    const value = making.then((made) => made.value);
    values.set(key, value);
    making.then((made) => {
      // It changed between the look at the version and the loading.
      if (made.key !== key) {
        values.delete(key);
        values.set(made.key, value);
      }
    }, () => values.delete(key));
    for (const oldest of [...values.keys()].slice(0, -kept)) values.delete(oldest);
    return value;
  };
}
