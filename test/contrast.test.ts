import { describe, expect, test } from 'vitest';
import { themes, type Tokens } from '../src/platform/ui/tokens.ts';

// WCAG 2.2, 1.4.3 and 1.4.11: 4.5:1 for text, 3:1 for what shows where a control is and that it is chosen.

type Token = keyof Tokens;
const grounds: readonly Token[] = ['background', 'surface', 'raised', 'sunken'];
const texts: readonly Token[] = ['text', 'text2', 'text3', 'accent', 'red', 'orange', 'yellow', 'blue'];
const pairs: readonly (readonly [front: Token, ground: Token, least: number])[] = [
  ...texts.flatMap((front) => grounds.map((ground) => [front, ground, 4.5] as const)),
  ...(['accent', 'red', 'orange', 'yellow', 'blue'] as const).map((front) => [front, `${front}Soft`, 4.5] as const),
  ...(['accentSoft', 'redSoft', 'orangeSoft', 'yellowSoft', 'blueSoft'] as const).flatMap((ground) => [['text', ground, 4.5], ['text2', ground, 4.5]] as const),
  ['onAccent', 'accent', 4.5], ['onAccent', 'accentHover', 4.5], ['accentHover', 'surface', 4.5], ['accentHover', 'background', 4.5],
  ...(['background', 'surface', 'raised'] as const).map((ground) => ['lineStrong', ground, 3] as const),
];

describe.each(Object.entries(themes))('the %s theme', (_name, tokens) => {
  test.each(pairs)('%s on %s has at least %d:1', (front, ground, least) => {
    expect(contrast(tokens[front], tokens[ground])).toBeGreaterThanOrEqual(least);
  });
});

test('the formula gives what the standard says of black, white and a known grey', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
  expect(contrast('#767676', '#FFFFFF')).toBeCloseTo(4.54, 2);
});

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** Relative luminance of `#RRGGBB`. */
function luminance(colour: string): number {
  const channels = /^#([\dA-F]{2})([\dA-F]{2})([\dA-F]{2})$/i.exec(colour);
  if (!channels) throw new Error(`${colour} is no #RRGGBB`);
  const [red = 0, green = 0, blue = 0] = channels.slice(1).map((hex) => {
    const share = Number.parseInt(hex, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
