// How much the browser lets a person keep on this phone, and whether it will keep it.

/** Asks the browser not to throw the stores away when the phone runs full; null where it does not say. */
export async function keepStores(): Promise<boolean | null> {
  if (!('storage' in navigator) || typeof navigator.storage.persist !== 'function') return null;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

/** Megabytes that are left; null where the browser does not say. Asked before somebody begins to type. */
export async function roomLeft(): Promise<number | null> {
  if (!('storage' in navigator) || typeof navigator.storage.estimate !== 'function') return null;
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? null : (quota - usage) / 1_048_576;
}
