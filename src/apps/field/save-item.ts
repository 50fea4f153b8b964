import { fullMoment } from '../../platform/ui/time.ts';
import type { Item } from '../../platform/core/sync/phone.ts';

type Told = { readonly name: string; readonly why: string; readonly gist: string; readonly title: string; readonly labels: { readonly at: string; readonly why: string; readonly all: string } };

/** One file that any phone opens: to be handed on by other means when the server will not take it. All that was written is in it, also for a machine. */
export function saveItem(item: Item, { name, why, gist, title, labels }: Told): void {
  const at = fullMoment(item.at);
  const page = [
    `<!doctype html><meta charset="utf-8"><title>${escaped(title)}</title>`, `<h1>${escaped(name)}</h1><p style="white-space:pre-wrap">${escaped(gist)}</p>`,
    `<p><b>${escaped(labels.at)}</b> ${escaped(at)}</p>`, `<p><b>${escaped(labels.why)}</b> ${escaped(why)}</p>`,
    `<h2>${escaped(labels.all)}</h2><pre style="white-space:pre-wrap">${escaped(JSON.stringify({ id: item.id, name: item.name, at: item.at, input: item.input }, null, 2))}</pre>`,
  ].join('\n');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([page], { type: 'text/html' }));
  link.download = `${name}-${at.replace(/\D+/gu, '')}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
