// Pieces of drawn scenes, as SVG on a canvas of 960 × 720. Plain shapes in plain colours: pictures of nobody and of nowhere.

export const width = 960;
export const height = 720;

export type Light = 'day' | 'dusk' | 'grey' | 'night';

const skies: Readonly<Record<Light, readonly [string, string]>> = {
  day: ['#9cc9ec', '#e6f1f8'], dusk: ['#f3b98a', '#f9e3c8'], grey: ['#b8c2ca', '#e3e7ea'], night: ['#1b2740', '#3a4a6b'],
};

export function sky(light: Light): string {
  const [top, bottom] = skies[light];
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs>`
    + `<rect width="${width}" height="${height}" fill="url(#sky)"/>${light === 'night' ? stars() : light === 'day' ? cloud(150, 90, 1) + cloud(700, 130, 0.8) : ''}`;
}

function stars(): string {
  return [[80, 60], [210, 120], [340, 50], [480, 90], [620, 40], [730, 130], [860, 70]].map(([x, y]) => `<circle cx="${x}" cy="${y}" r="2.5" fill="#dfe6f5"/>`).join('');
}

function cloud(x: number, y: number, size: number): string {
  return at(x, y, size, '<g fill="#fff" opacity="0.85"><ellipse cx="0" cy="0" rx="60" ry="22"/><ellipse cx="-30" cy="-14" rx="32" ry="22"/><ellipse cx="22" cy="-20" rx="38" ry="26"/></g>');
}

/** Moved and made larger or smaller. */
export function at(x: number, y: number, size: number, piece: string): string {
  return `<g transform="translate(${x} ${y}) scale(${size})">${piece}</g>`;
}

/** Houses of flats along the far side, down to `ground`. */
export function flats(ground: number, colours: readonly string[], light: Light): string {
  const pane = light === 'night' ? '#f5d98a' : '#cfe0ea';
  return colours.map((colour, index) => {
    const x = 20 + index * (920 / colours.length);
    const wide = 920 / colours.length - 24;
    const tall = 210 + ((index * 67) % 110);
    const columns = Math.max(2, Math.floor(wide / 52));
    const windows = Array.from({ length: columns * Math.floor((tall - 50) / 52) }, (_, number) => {
      const wx = x + 16 + (number % columns) * ((wide - 24) / columns);
      const wy = ground - tall + 22 + Math.floor(number / columns) * 52;
      return `<rect x="${wx}" y="${wy}" width="26" height="30" fill="${(number * 7 + index) % 5 === 0 ? '#9fb4c2' : pane}"/>`;
    });
    return `<rect x="${x}" y="${ground - tall}" width="${wide}" height="${tall}" fill="${colour}"/>${windows.join('')}<rect x="${x}" y="${ground - tall - 8}" width="${wide}" height="10" fill="#00000022"/>`;
  }).join('');
}

/** Farm houses with tiled roofs. */
export function cottages(ground: number): string {
  return [[40, 190, '#f2e6d2'], [300, 160, '#e9dcc6'], [560, 200, '#f4ead9'], [800, 150, '#e6d8bf']].map(([x, wide, colour]) => {
    const left = Number(x);
    const w = Number(wide);
    return `<rect x="${left}" y="${ground - 110}" width="${w}" height="110" fill="${colour}"/><path d="M${left - 18} ${ground - 108} L${left + w / 2} ${ground - 170} L${left + w + 18} ${ground - 108} Z" fill="#8d5a45"/>`
      + `<rect x="${left + w / 2 - 20}" y="${ground - 70}" width="40" height="70" fill="#6f4b3a"/><rect x="${left + 18}" y="${ground - 80}" width="34" height="32" fill="#bcd0da"/><rect x="${left + w - 52}" y="${ground - 80}" width="34" height="32" fill="#bcd0da"/>`;
  }).join('');
}

/** Pavement and carriageway from `top` down. */
export function road(top: number, colour = '#6b7075'): string {
  const dashes = Array.from({ length: 7 }, (_, index) => `<rect x="${index * 150 - 20}" y="${top + 140}" width="80" height="9" fill="#e9e6d8"/>`).join('');
  return `<rect y="${top - 46}" width="${width}" height="50" fill="#c9c3b6"/><rect y="${top}" width="${width}" height="8" fill="#9b968a"/><rect y="${top + 8}" width="${width}" height="${height - top}" fill="${colour}"/>${dashes}`;
}

export function ground(top: number, colour: string): string {
  return `<rect y="${top}" width="${width}" height="${height - top}" fill="${colour}"/>`;
}

export const tree = `<rect x="-8" y="-90" width="16" height="92" fill="#7a5a3e"/><circle cx="0" cy="-130" r="56" fill="#5d8f4e"/><circle cx="-36" cy="-102" r="38" fill="#6a9d58"/><circle cx="36" cy="-104" r="40" fill="#578846"/>`;
export const fallenTree = `<g transform="rotate(80)">${tree}</g><path d="M-12 0 L-26 -34 L-2 -20 L4 -44 L14 -14 L30 -26 L16 4 Z" fill="#7a5a3e"/>`;
export const stump = '<ellipse cx="0" cy="0" rx="22" ry="8" fill="#5f4530"/><rect x="-22" y="-16" width="44" height="16" fill="#7a5a3e"/><ellipse cx="0" cy="-16" rx="22" ry="8" fill="#c9a77c"/>';

/** Somebody seen from afar; `vest` is what is worn over the coat. */
export function person(coat: string, vest?: string): string {
  return `<ellipse cx="0" cy="2" rx="26" ry="6" fill="#00000022"/><rect x="-15" y="-56" width="13" height="58" fill="#3c4653"/><rect x="2" y="-56" width="13" height="58" fill="#3c4653"/><path d="M-22 -56 L-20 -112 Q0 -126 20 -112 L22 -56 Z" fill="${coat}"/>`
    + `${vest ? `<path d="M-19 -60 L-17 -110 L-4 -114 L-4 -60 Z M19 -60 L17 -110 L4 -114 L4 -60 Z" fill="${vest}"/><rect x="-20" y="-84" width="40" height="7" fill="#f6f3c4"/>` : ''}<circle cx="0" cy="-134" r="19" fill="#eac3a0"/><path d="M-19 -138 Q0 -166 19 -138 Q10 -150 -19 -138 Z" fill="#2e2a28"/>`;
}

export const bag = '<path d="M-34 0 Q-44 -46 -12 -56 L-8 -66 L8 -66 L12 -56 Q44 -46 34 0 Z" fill="#2f3438"/><path d="M-10 -56 L10 -56" stroke="#565d63" stroke-width="4"/>';
export const paleBag = '<path d="M-30 0 Q-38 -40 -10 -48 L-7 -58 L7 -58 L10 -48 Q38 -40 30 0 Z" fill="#d8d3c8"/><path d="M-9 -48 L9 -48" stroke="#aaa598" stroke-width="4"/>';
export const litter = '<rect x="-14" y="-10" width="22" height="10" fill="#c98f4e" transform="rotate(14)"/><rect x="22" y="-8" width="9" height="20" rx="3" fill="#7fb2c9"/><path d="M-50 2 l18 -8 l10 8 l-16 6 Z" fill="#e3ded2"/><circle cx="54" cy="2" r="6" fill="#b4553f"/>';

export function bin(colour: string, isFull = false): string {
  return `${isFull ? at(0, -96, 0.7, bag) + at(26, -92, 0.5, paleBag) : ''}<path d="M-38 -92 L38 -92 L30 0 L-30 0 Z" fill="${colour}"/><rect x="-42" y="-100" width="84" height="14" rx="5" fill="${colour}" stroke="#00000033" stroke-width="2"/><circle cx="0" cy="-46" r="15" fill="#ffffff55"/>`;
}

export function lamp(isLit: boolean): string {
  return `${isLit ? '<path d="M92 -318 L10 0 L210 0 L120 -318 Z" fill="#ffe9a8" opacity="0.42"/>' : ''}<rect x="-6" y="-330" width="12" height="332" fill="#566069"/><path d="M0 -328 Q40 -356 96 -330" fill="none" stroke="#566069" stroke-width="11"/><rect x="76" y="-334" width="58" height="16" rx="8" fill="${isLit ? '#fff3c4' : '#39424a'}"/>`;
}

export function car(colour: string): string {
  return `<ellipse cx="0" cy="4" rx="120" ry="12" fill="#00000026"/><path d="M-116 -8 L-112 -42 L-66 -50 L-38 -86 L44 -86 L78 -50 L112 -44 L116 -8 Z" fill="${colour}"/><path d="M-58 -50 L-34 -78 L0 -78 L0 -50 Z M8 -50 L8 -78 L40 -78 L66 -50 Z" fill="#d6e6ef"/>`
    + '<circle cx="-66" cy="-6" r="22" fill="#2a2d30"/><circle cx="-66" cy="-6" r="10" fill="#b9bfc4"/><circle cx="66" cy="-6" r="22" fill="#2a2d30"/><circle cx="66" cy="-6" r="10" fill="#b9bfc4"/>';
}

export function bike(colour: string): string {
  return `<circle cx="-46" cy="-20" r="20" fill="none" stroke="#2a2d30" stroke-width="8"/><circle cx="46" cy="-20" r="20" fill="none" stroke="#2a2d30" stroke-width="8"/><path d="M-46 -20 L-30 -46 L20 -44 L46 -20 M20 -44 L34 -86 L20 -92" fill="none" stroke="${colour}" stroke-width="11" stroke-linejoin="round"/><path d="M-52 -52 L-6 -52 L-10 -64 L-48 -64 Z" fill="#34393d"/>`;
}

export function cone(): string {
  return '<path d="M-9 -58 L9 -58 L24 0 L-24 0 Z" fill="#e2722c"/><path d="M-15 -34 L15 -34 L19 -18 L-19 -18 Z" fill="#f7f1e8"/><rect x="-32" y="-4" width="64" height="9" rx="3" fill="#e2722c"/>';
}

export function tape(x1: number, y1: number, x2: number, y2: number): string {
  return `<path d="M${x1} ${y1} Q${(x1 + x2) / 2} ${(y1 + y2) / 2 + 22} ${x2} ${y2}" fill="none" stroke="#f2c230" stroke-width="14"/><path d="M${x1} ${y1} Q${(x1 + x2) / 2} ${(y1 + y2) / 2 + 22} ${x2} ${y2}" fill="none" stroke="#3a3a3a" stroke-width="14" stroke-dasharray="16 22"/>`;
}

export const pole = '<rect x="-8" y="-420" width="16" height="422" fill="#8a8378"/><rect x="-70" y="-398" width="140" height="10" fill="#7a7368"/><circle cx="-58" cy="-404" r="7" fill="#cfd8dc"/><circle cx="58" cy="-404" r="7" fill="#cfd8dc"/>';
export const stall = '<path d="M-110 -190 L110 -190 L130 -146 L-130 -146 Z" fill="#c8483c"/><path d="M-75 -190 L-45 -190 L-52 -146 L-90 -146 Z M-10 -190 L20 -190 L22 -146 L-12 -146 Z M55 -190 L85 -190 L100 -146 L62 -146 Z" fill="#f3ece0"/><rect x="-104" y="-146" width="8" height="146" fill="#6d6258"/><rect x="96" y="-146" width="8" height="146" fill="#6d6258"/><rect x="-112" y="-72" width="224" height="66" fill="#b98d5b"/><circle cx="-70" cy="-80" r="16" fill="#d9883b"/><circle cx="-38" cy="-80" r="16" fill="#cf6a3a"/><circle cx="-6" cy="-80" r="16" fill="#7fa650"/><circle cx="26" cy="-80" r="16" fill="#7fa650"/><circle cx="60" cy="-80" r="16" fill="#c7b23f"/>';
export const dog = '<path d="M-46 -44 Q-52 -70 -30 -64 L28 -60 L44 -84 L60 -88 L66 -70 L52 -58 L46 -40 L44 0 L34 0 L32 -32 L-22 -32 L-26 0 L-36 0 L-38 -34 Q-58 -46 -66 -70" fill="#8a6a4a" stroke="#8a6a4a" stroke-width="4" stroke-linejoin="round"/><circle cx="56" cy="-78" r="3" fill="#222"/>';
export const boxes = '<rect x="-90" y="-70" width="86" height="70" fill="#c59a63"/><rect x="0" y="-90" width="96" height="90" fill="#b8894f"/><rect x="-70" y="-134" width="80" height="64" fill="#d0a976"/><path d="M-90 -38 L-4 -38 M0 -48 L96 -48 M-70 -104 L10 -104" stroke="#8f6b3c" stroke-width="4"/>';
export const puddle = '<ellipse cx="0" cy="0" rx="250" ry="46" fill="#7d98a8"/><ellipse cx="-40" cy="-8" rx="130" ry="18" fill="#a9c0cc"/><ellipse cx="150" cy="18" rx="60" ry="10" fill="#a9c0cc"/>';
export const smoke = '<g fill="#6f7378" opacity="0.75"><circle cx="0" cy="-40" r="34"/><circle cx="26" cy="-96" r="46"/><circle cx="64" cy="-166" r="60"/><circle cx="120" cy="-240" r="74"/></g><path d="M-34 0 Q-20 -50 -4 -12 Q8 -64 18 -10 Q34 -40 36 0 Z" fill="#ee7a2b"/>';
export const tick = '<circle r="40" fill="#3a8f5c"/><path d="M-20 0 L-5 16 L22 -16" fill="none" stroke="#fff" stroke-width="9" stroke-linecap="round" stroke-linejoin="round"/>';
