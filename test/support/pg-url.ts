/** The same server and login, another database. */
export function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** The template with people in it (world.ts), beside the empty one. */
export function worldOf(template: string): string {
  return `${template}_world`;
}
