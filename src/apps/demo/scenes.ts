import { at, bag, bike, bin, boxes, car, cone, cottages, dog, fallenTree, flats, ground, height, lamp, litter, paleBag, person, pole, puddle, road, sky, smoke, stall, stump, tape, tree, width, type Light } from './drawing.ts';

/** What a picture shows: the matter as it was found, and when it was done. */
export type Moment = 'found' | 'done';
type Scene = (moment: Moment, light: Light) => string;

const town = ['#d9c3a5', '#c7b49c', '#e0cfb4', '#c9bfae'] as const;
const sanitation = person('#4b6a86', '#e8742a');
const officer = person('#2f4d78', '#c9d64a');
const worker = person('#5b6f80', '#d8b32e');

const street = (light: Light, top = 470): string => sky(light) + flats(top - 40, town, light) + road(top) + at(80, top - 6, 0.9, tree) + at(880, top - 6, 1, tree);
const village = (light: Light, top = 430): string => sky(light) + cottages(top) + ground(top, '#b8a77f') + at(250, top + 8, 0.9, tree) + at(745, top + 6, 1.05, tree);
const indoors = (wall: string, floor: string): string => `<rect width="${width}" height="${height}" fill="${wall}"/><path d="M0 520 L960 520 L960 720 L0 720 Z" fill="${floor}"/><path d="M0 520 L960 520" stroke="#00000022" stroke-width="6"/>`;
const windowIn = (x: number): string => `<rect x="${x}" y="130" width="170" height="190" fill="#cfe3ef" stroke="#fff" stroke-width="12"/><path d="M${x + 85} 130 L${x + 85} 320 M${x} 225 L${x + 170} 225" stroke="#fff" stroke-width="8"/>`;
const table = '<path d="M-250 -110 L250 -110 L300 -70 L-300 -70 Z" fill="#b98a5a"/><rect x="-300" y="-70" width="600" height="16" fill="#94683f"/><rect x="-270" y="-54" width="18" height="110" fill="#7b5632"/><rect x="252" y="-54" width="18" height="110" fill="#7b5632"/>';
const paper = '<path d="M-34 -6 L30 -10 L40 10 L-30 14 Z" fill="#fff" stroke="#c5cbd0" stroke-width="2"/><path d="M-22 0 L24 -3 M-20 7 L26 4" stroke="#9aa4ac" stroke-width="2"/>';

/** Scenes by name; a matter names the one that shows it. */
export const scenes = {
  rubbish: (moment, light) => street(light) + (moment === 'found'
    ? at(420, 560, 1.3, bag) + at(500, 570, 1.1, paleBag) + at(345, 572, 1, paleBag) + at(560, 585, 1.2, bag) + at(470, 620, 1.4, litter) + at(640, 600, 1, litter)
    : at(300, 478, 1, bin('#3c7a4e')) + at(400, 478, 1, bin('#50606c')) + at(640, 600, 1.25, sanitation)),
  bins: (moment, light) => street(light) + (moment === 'found'
    ? at(360, 520, 1.5, bin('#3c7a4e', true)) + at(520, 520, 1.5, bin('#50606c', true)) + at(640, 540, 1.2, bag) + at(440, 575, 1.2, litter)
    : at(360, 520, 1.5, bin('#3c7a4e')) + at(520, 520, 1.5, bin('#50606c')) + at(730, 610, 1.2, sanitation)),
  pothole: (moment, light) => street(light) + (moment === 'found'
    ? '<path d="M350 610 Q390 570 500 576 Q610 572 640 612 Q620 650 500 652 Q380 654 350 610 Z" fill="#3d4144"/><path d="M395 612 Q430 592 500 594 Q580 592 598 614 Q560 634 500 634 Q420 634 395 612 Z" fill="#6f7f88"/>' + at(300, 600, 1, cone())
    : '<path d="M340 590 L640 584 L660 652 L330 656 Z" fill="#54595d"/>' + at(770, 610, 1.25, worker)),
  manhole: (moment, light) => street(light) + (moment === 'found'
    ? '<ellipse cx="480" cy="610" rx="96" ry="40" fill="#1f2224"/><ellipse cx="640" cy="640" rx="90" ry="30" fill="#8b9196" transform="rotate(-9 640 640)"/>' + at(360, 610, 1.1, cone())
    : '<ellipse cx="480" cy="610" rx="96" ry="40" fill="#7c8388" stroke="#595f63" stroke-width="8"/><path d="M410 600 L550 600 M404 612 L556 612 M412 624 L548 624" stroke="#62686c" stroke-width="6"/>' + at(720, 620, 1.25, worker)),
  flood: (moment, light) => street(moment === 'found' ? 'grey' : light) + (moment === 'found'
    ? at(480, 590, 1.6, puddle) + at(420, 610, 1, car('#b9c4cc'))
    : '<ellipse cx="480" cy="600" rx="300" ry="30" fill="#5b6065"/>' + at(300, 620, 1.2, worker) + at(640, 600, 1, cone())),
  lamp: (moment, light) => street(moment === 'done' ? 'night' : light === 'day' ? 'dusk' : 'night') + at(380, 476, 1.15, lamp(moment === 'done')) + at(720, 620, 1.1, person('#6b5a78')),
  wire: (moment, light) => village(light) + at(300, 560, 1, pole) + at(760, 560, 1, pole) + (moment === 'found'
    ? '<path d="M242 156 Q470 560 702 156" fill="none" stroke="#30363a" stroke-width="6"/><path d="M358 156 Q520 640 640 600" fill="none" stroke="#30363a" stroke-width="6"/>' + at(560, 640, 1, cone())
    : '<path d="M242 156 Q470 210 702 156 M358 156 Q560 206 818 156" fill="none" stroke="#30363a" stroke-width="6"/>' + at(520, 650, 1.2, worker)),
  crack: (moment, light) => sky(light) + ground(560, '#a89a80') + '<rect x="150" y="170" width="660" height="400" fill="#c98f6d"/><path d="M150 250 H810 M150 330 H810 M150 410 H810 M150 490 H810" stroke="#b27a59" stroke-width="5"/>' + (moment === 'found'
    ? '<path d="M520 170 L492 250 L536 320 L486 400 L526 480 L500 570" fill="none" stroke="#3c2a20" stroke-width="13" stroke-linejoin="round"/><path d="M486 400 L420 440" stroke="#3c2a20" stroke-width="8"/>' + tape(150, 610, 810, 600)
    : '<path d="M470 170 H560 V570 H470 Z" fill="#d9c7b2"/><rect x="600" y="240" width="26" height="330" fill="#7d858b"/><path d="M612 250 L700 570" stroke="#7d858b" stroke-width="18"/>' + at(300, 650, 1.3, worker)),
  corridor: (moment) => indoors('#e6e1d3', '#b7b1a2') + '<rect x="90" y="180" width="170" height="340" fill="#8a6b4c"/><rect x="690" y="180" width="170" height="340" fill="#8a6b4c"/><circle cx="236" cy="350" r="8" fill="#d8c69b"/><circle cx="714" cy="350" r="8" fill="#d8c69b"/><path d="M330 520 L430 300 L530 300 L630 520 Z" fill="#cfc7b5"/>' + (moment === 'found'
    ? at(420, 650, 1.6, boxes) + at(650, 640, 1.2, boxes) + at(250, 650, 1.1, bike('#2f6b8f'))
    : at(480, 640, 1.25, person('#56708a', '#c8423a')) + '<rect x="300" y="240" width="34" height="90" rx="10" fill="#c8342c"/>'),
  charging: (moment, light) => street(light, 500) + (moment === 'found'
    ? '<path d="M300 190 Q360 430 380 560 M520 150 Q520 400 560 560" fill="none" stroke="#1f1f1f" stroke-width="6"/>' + at(380, 610, 1.2, bike('#b33a3a')) + at(570, 615, 1.2, bike('#31608c'))
    : '<rect x="240" y="330" width="480" height="22" fill="#3f6f9c"/><rect x="250" y="350" width="14" height="210" fill="#6b747b"/><rect x="696" y="350" width="14" height="210" fill="#6b747b"/>' + at(350, 600, 1, bike('#b33a3a')) + at(490, 600, 1, bike('#31608c')) + at(620, 600, 1, bike('#3d7d56'))),
  lane: (moment, light) => street(light) + '<path d="M180 690 L320 500 L660 500 L800 690 Z" fill="#d8b32e" opacity="0.35"/><path d="M200 690 L335 505 M645 505 L780 690" stroke="#e8c534" stroke-width="10"/>' + (moment === 'found'
    ? at(420, 610, 1.15, car('#a33b3b')) + at(590, 660, 1.25, car('#4f5d6b'))
    : at(250, 640, 1.25, officer)),
  stalls: (moment, light) => street(light) + (moment === 'found'
    ? at(260, 560, 1, stall) + at(560, 570, 1, stall) + at(420, 640, 1, person('#8a4f4f')) + at(720, 650, 1, person('#4f6d8a')) + at(800, 590, 0.9, car('#c9cfd4'))
    : at(330, 620, 1.25, officer) + at(720, 600, 0.9, car('#c9cfd4'))),
  shop: (moment, light) => sky(light) + '<rect x="120" y="150" width="720" height="400" fill="#d6c6ae"/><rect x="120" y="150" width="720" height="80" fill="#9d3f36"/><rect x="180" y="270" width="260" height="280" fill="#bcd3de"/><rect x="500" y="270" width="280" height="280" fill="#bcd3de"/>' + road(590) + (moment === 'found'
    ? at(300, 620, 1.2, boxes) + at(560, 630, 1.3, boxes) + at(760, 625, 1, boxes)
    : at(700, 640, 1.2, officer) + at(610, 640, 1.15, person('#7a5a3e'))),
  posters: (moment, light) => sky(light) + ground(570, '#b5b0a4') + '<rect x="80" y="150" width="800" height="430" fill="#cfc6b4"/>' + (moment === 'found'
    ? [[150, 220, '#fff'], [270, 260, '#f3d9d2'], [380, 205, '#fffbe0'], [500, 270, '#fff'], [620, 215, '#dcebf3'], [740, 260, '#fff'], [220, 390, '#fffbe0'], [430, 400, '#fff'], [650, 390, '#f3d9d2']]
      .map(([x, y, colour]) => `<rect x="${x}" y="${y}" width="84" height="112" fill="${colour}" transform="rotate(${(Number(x) % 9) - 4} ${x} ${y})"/><path d="M${Number(x) + 14} ${Number(y) + 26} h56 m-56 20 h56 m-56 20 h40" stroke="#9a3a32" stroke-width="7"/>`).join('')
    : '<rect x="80" y="330" width="800" height="60" fill="#dcd4c4"/>' + at(330, 640, 1.25, sanitation)),
  river: (moment, light) => sky(light) + ground(380, '#8fa468') + '<path d="M0 450 Q300 410 560 460 T960 440 L960 720 L0 720 Z" fill="' + (moment === 'found' ? '#6c7a58' : '#6ea3bd') + '"/><path d="M60 520 q60 -16 120 0 M420 560 q70 -18 140 0 M700 500 q50 -14 100 0" fill="none" stroke="#ffffff88" stroke-width="6"/>' + (moment === 'found'
    ? at(300, 560, 0.8, paleBag) + at(420, 600, 0.7, bag) + at(560, 540, 1, litter) + at(700, 620, 1.2, litter) + at(220, 640, 1, litter)
    : at(150, 440, 0.8, tree) + at(820, 470, 1, sanitation)),
  burning: (moment, light) => sky(moment === 'found' ? 'grey' : light) + ground(400, '#c2a765') + Array.from({ length: 6 }, (_, row) => `<path d="M0 ${450 + row * 46} H960" stroke="#a98c4c" stroke-width="8"/>`).join('') + (moment === 'found'
    ? at(380, 560, 1.4, smoke) + at(620, 600, 1.1, smoke)
    : '<ellipse cx="420" cy="580" rx="120" ry="26" fill="#5e5340"/>' + at(640, 620, 1.25, worker)),
  site: (moment, light) => sky(light) + ground(470, '#b49a76') + '<path d="M560 470 L560 330 L700 330 L740 400 L740 470 Z" fill="#dba52c"/><rect x="590" y="350" width="80" height="60" fill="#cfe0ea"/><path d="M560 380 L440 280 L330 400 L300 470" fill="none" stroke="#dba52c" stroke-width="26"/><rect x="540" y="470" width="230" height="44" rx="22" fill="#3a3d40"/>' + '<rect y="520" width="960" height="90" fill="#5d8aa8"/><path d="M0 520 H960 M120 520 V610 M320 520 V610 M520 520 V610 M720 520 V610" stroke="#48708a" stroke-width="6"/>' + (moment === 'found'
    ? '<g fill="#cdb896" opacity="0.7"><circle cx="300" cy="430" r="70"/><circle cx="390" cy="390" r="90"/><circle cx="200" cy="400" r="80"/></g>'
    : '<path d="M140 520 q40 -120 110 -140 M250 380 q60 20 70 60" fill="none" stroke="#a8cfe2" stroke-width="9" stroke-dasharray="4 10"/>' + at(300, 700, 1.1, officer)),
  tree: (moment, light) => street(light) + (moment === 'found' ? at(330, 590, 1.7, fallenTree) + at(260, 630, 1, cone()) : at(330, 590, 1.5, stump) + at(560, 610, 1.25, worker)),
  fitness: (moment, light) => sky(light) + flats(380, town, light) + ground(400, '#8aa86c') + '<path d="M200 620 V380 H440 V620" fill="none" stroke="#2f6fb0" stroke-width="18"/><path d="M560 620 L620 400 L760 620" fill="none" stroke="#e0a32e" stroke-width="18"/>' + (moment === 'found'
    ? '<path d="M320 380 L380 560" stroke="#8d3b34" stroke-width="14"/><path d="M620 400 L660 430" stroke="#5a3d2a" stroke-width="10"/>' + tape(150, 600, 820, 590)
    : '<path d="M270 380 V520 M370 380 V520" stroke="#6a737a" stroke-width="8"/><rect x="258" y="520" width="124" height="14" fill="#d8743a"/>' + at(850, 640, 1.2, worker)),
  pond: (moment, light) => village(light) + '<ellipse cx="480" cy="600" rx="330" ry="90" fill="#6f93a4"/><ellipse cx="420" cy="585" rx="160" ry="24" fill="#a3bfca"/>' + (moment === 'found'
    ? at(820, 520, 0.9, person('#b5603f'))
    : `<path d="M130 560 Q480 450 830 560" fill="none" stroke="#d9dcdf" stroke-width="10"/>${[150, 250, 360, 480, 600, 710, 810].map((x) => `<rect x="${x - 5}" y="${560 - 56 * (1 - ((x - 480) / 350) ** 2) - 20}" width="10" height="64" fill="#c6cacd"/>`).join('')}`),
  leak: (moment, light) => street(light) + (moment === 'found'
    ? at(520, 610, 1.2, puddle) + '<path d="M500 590 q-30 -150 -70 -170 M510 590 q0 -170 10 -200 M520 590 q40 -140 80 -160" fill="none" stroke="#bfe0f0" stroke-width="12" stroke-linecap="round"/>'
    : '<rect x="360" y="570" width="300" height="70" fill="#54595d"/>' + at(760, 620, 1.25, worker) + at(330, 620, 1, cone())),
  dogs: (moment, light) => street(light) + (moment === 'found' ? at(360, 590, 1.4, dog) + at(560, 620, 1.1, dog) : at(420, 610, 1.25, officer) + '<rect x="560" y="520" width="160" height="100" fill="none" stroke="#7d858b" stroke-width="9"/><path d="M600 520 V620 M640 520 V620 M680 520 V620" stroke="#7d858b" stroke-width="6"/>' + at(640, 616, 0.8, dog)),
  crossing: (moment, light) => street(light) + Array.from({ length: 7 }, (_, index) => `<path d="M${190 + index * 90} 520 h48 l${(index - 3) * 8 - 6} 170 h-60 Z" fill="${moment === 'found' ? '#8f9296' : '#f3f2ec'}"/>`).join('') + '<rect x="120" y="250" width="14" height="230" fill="#59636b"/><rect x="98" y="170" width="58" height="120" rx="12" fill="#2d3236"/>'
    + `<circle cx="127" cy="195" r="14" fill="${moment === 'found' ? '#55595c' : '#e2483c'}"/><circle cx="127" cy="230" r="14" fill="#55595c"/><circle cx="127" cy="265" r="14" fill="${moment === 'found' ? '#55595c' : '#4a5a4f'}"/>` + (moment === 'found' ? '' : at(800, 640, 1.2, worker)),
  hall: () => indoors('#efe9dc', '#b99b78') + windowIn(140) + windowIn(650) + '<rect x="390" y="150" width="180" height="120" fill="#b8463c"/><path d="M410 190 H550 M410 220 H520" stroke="#f2d9a0" stroke-width="9"/>' + at(260, 610, 1.15, person('#5c7a94')) + at(700, 610, 1.15, person('#8a5f4f')) + at(480, 560, 1.1, person('#3f5f4f')) + at(480, 680, 1, table) + at(430, 600, 1.2, paper) + at(560, 596, 1.1, paper),
  visit: () => indoors('#f0e6d6', '#a98563') + windowIn(120) + '<rect x="560" y="400" width="300" height="150" rx="20" fill="#7f9a86"/><rect x="545" y="360" width="40" height="190" rx="16" fill="#6d8874"/>' + at(700, 520, 1.1, person('#9a8f84')) + at(400, 640, 1.25, person('#5c7a94', '#c8423a')) + '<rect x="250" y="590" width="70" height="60" fill="#d8743a"/><path d="M262 590 q22 -40 46 0" fill="none" stroke="#b25a28" stroke-width="8"/>',
  inspect: () => indoors('#e9ecee', '#c3c7c9') + '<rect x="70" y="180" width="360" height="340" fill="#d6dade"/><path d="M70 260 H430 M70 340 H430 M70 420 H430" stroke="#aab1b6" stroke-width="8"/>' + [90, 150, 210, 270, 330, 380].map((x, index) => `<rect x="${x}" y="${212 + (index % 3) * 80}" width="38" height="46" fill="${['#c98f4e', '#7fa650', '#b4553f'][index % 3]}"/>`).join('') + at(560, 640, 1.3, officer) + at(740, 640, 1.25, person('#f0f0ea')) + at(650, 470, 1, paper),
  office: () => indoors('#e7edf2', '#c0b49f') + windowIn(150) + '<rect x="600" y="150" width="220" height="260" fill="#c9a77c"/><path d="M600 235 H820 M600 320 H820" stroke="#9c7a50" stroke-width="8"/>' + at(360, 610, 1.2, person('#5c7a94')) + at(640, 610, 1.2, person('#7a6a58')) + at(490, 680, 1, table) + at(450, 600, 1.3, paper),
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof scenes;
/** Inside a house there is no found and done; one picture serves both. */
export const single: readonly SceneName[] = ['hall', 'visit', 'inspect', 'office'];
const lights: readonly Light[] = ['day', 'grey', 'dusk'];

/** `variant` turns the picture around and changes its light, so that two of one scene differ. */
export function draw(name: SceneName, moment: Moment, variant: number): string {
  const scene: Scene = scenes[name];
  const body = scene(single.includes(name) ? 'done' : moment, lights[variant % lights.length] ?? 'day');
  const turned = variant % 2 === 1 ? `<g transform="translate(${width} 0) scale(-1 1)">${body}</g>` : body;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${turned}</svg>`;
}
