import sharp from 'sharp';
import { NotAnswered, type Caller } from './api.ts';

/**
 * Classes ask for pictures with a result, and old letters have none: drawings of an answered letter stand for them, and
 * look like what they are. No two are the same.
 * @returns their hashes
 */
export async function drawEvidence(who: Caller, count: number): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const answer = await who.upload(await sharp(Buffer.from(letter(colours[index] ?? `hsl(${(index * 47) % 360} 45% 42%)`))).png().toBuffer());
    const sha256: unknown = answer.status === 200 ? Reflect.get(Object(answer.body), 'sha256') : undefined;
    if (typeof sha256 !== 'string') throw new NotAnswered('files', answer);
    hashes.push(sha256);
  }
  return hashes;
}

/** Of the first ones; a drawing that changes makes another body of the same key, and a second run would be refused. */
const colours = ['#2f6fb0', '#3a8f5c'];

function letter(colour: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600" width="800" height="600">
  <rect width="800" height="600" fill="#eef2f6"/>
  <rect x="150" y="150" width="500" height="320" rx="14" fill="#fff" stroke="${colour}" stroke-width="8"/>
  <path d="M154 160 L400 340 L646 160" fill="none" stroke="${colour}" stroke-width="8" stroke-linejoin="round"/>
  <circle cx="620" cy="440" r="70" fill="${colour}"/>
  <path d="M585 440 l26 28 l46 -54" fill="none" stroke="#fff" stroke-width="14" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}
