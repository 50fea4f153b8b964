type Cell = string | number | null;

/**
 * A table as CSV that a spreadsheet opens without running anything: a text that would be a formula gets an apostrophe
 * before it (OWASP, CSV injection). Numbers stay numbers, also negative ones.
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(cellText).join(',')).join('\r\n');
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const tame = /^[\s]*[=+\-@＝＋－＠\t\r]/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n;\t]/u.test(tame) || tame !== tame.trim() ? `"${tame.replaceAll('"', '""')}"` : tame;
}
