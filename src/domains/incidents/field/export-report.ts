import type { Say } from '../../../platform/client/i18n.ts';
import { fullMoment } from '../../../platform/ui/time.ts';
import type { KeptPhoto, Waiting } from './device.ts';
import type { incidentsFieldWords } from './words.ts';

/** One file that any phone opens, photos within: to be handed on by other means when the server will not take it. */
export async function exportReport(item: Waiting, photos: readonly KeptPhoto[], say: Say<(typeof incidentsFieldWords)['zh-CN']>, why: string): Promise<void> {
  const { description, className, place, name, phone, happenedAt } = item.fields;
  const lines: [string, string][] = [
    [say('incidentsField.export.at'), fullMoment(happenedAt ?? new Date(item.at).toISOString())],
    [say('incidentsField.place.title'), placeText(place)],
    [say('incidentsField.class.title'), className],
    [say('incidentsField.reporter.name'), [name, phone].filter(Boolean).join(' ')],
    [say('incidentsField.export.why'), why],
  ];
  const pictures = await Promise.all(photos.map(async (photo) => `<p><img style="max-width:100%" src="${await dataUrl(photo.image)}"></p>`));
  const page = [
    `<!doctype html><meta charset="utf-8"><title>${escaped(say('incidentsField.export.title'))}</title>`,
    `<h1>${escaped(say('incidentsField.export.title'))}</h1><p style="white-space:pre-wrap">${escaped(description)}</p>`,
    ...lines.filter(([, value]) => value !== '').map(([label, value]) => `<p><b>${escaped(label)}</b> ${escaped(value)}</p>`),
    ...pictures,
  ].join('\n');
  const fileName = `${say('incidentsField.export.title')}-${fullMoment(new Date(item.at).toISOString()).replace(/\D+/g, '')}.html`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([page], { type: 'text/html' }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function placeText(place: Waiting['fields']['place']): string {
  if (place === null) return '';
  if (place.kind === 'area') return [place.areaName, place.address].filter(Boolean).join(' ');
  return `${place.areaName} (${place.longitude.toFixed(6)}, ${place.latitude.toFixed(6)} WGS-84)`.trim();
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}

function dataUrl(image: Blob): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(new Error('the photo could not be read'));
    reader.readAsDataURL(image);
  });
}
