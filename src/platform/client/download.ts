import { csvText } from '../core/csv.ts';

/** Saves a table as a CSV file that Excel opens in the right encoding. */
export function downloadCsv(name: string, rows: readonly (readonly (string | number | null)[])[]): void {
  download(name, new Blob([`\uFEFF${csvText(rows)}\r\n`], { type: 'text/csv;charset=utf-8' }));
}

/** Saves plain text as it is. */
export function downloadText(name: string, text: string): void {
  download(name, new Blob([text], { type: 'text/plain;charset=utf-8' }));
}

function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(address); }, 10_000); // at once would be too early for Firefox
}
