/** The one set of tokens: the desk's light theme, the big screen's dark theme and the phone are made of it. */

export const fonts = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif';
export const space = [0, 4, 8, 12, 16, 24, 32] as const;
export const radius = 6;

/**
 * Every text colour has at least 4.5:1 on `surface`, `background` and on its own soft ground; `lineStrong`, which
 * surrounds what can be pressed or filled in, has 3:1. Red, orange, yellow and blue are signals and are used for nothing
 * else, always beside a word or a shape.
 */
export type Tokens = Readonly<Record<
  | 'background' | 'surface' | 'raised' | 'sunken' | 'line' | 'lineStrong' | 'text' | 'text2' | 'text3'
  | 'accent' | 'accentHover' | 'accentSoft' | 'onAccent'
  | 'red' | 'redSoft' | 'orange' | 'orangeSoft' | 'yellow' | 'yellowSoft' | 'blue' | 'blueSoft' | 'shadow', string>>;

export const light: Tokens = {
  background: '#F3F6F8', surface: '#FFFFFF', raised: '#FFFFFF', sunken: '#EAEFF3', line: '#DFE5EB', lineStrong: '#7E8C9B',
  text: '#18212B', text2: '#475462', text3: '#5D6B79',
  accent: '#0F766E', accentHover: '#0B5F58', accentSoft: '#E3F1EF', onAccent: '#FFFFFF',
  red: '#B42318', redSoft: '#FDECEA', orange: '#A84308', orangeSoft: '#FEF0E3', yellow: '#7A5600', yellowSoft: '#FDF5D3', blue: '#175CD3', blueSoft: '#E8F0FE',
  shadow: '0 6px 20px rgba(24, 33, 43, 0.14)',
};

export const dark: Tokens = {
  background: '#0A1017', surface: '#121B25', raised: '#1A2632', sunken: '#0D151E', line: '#2B3947', lineStrong: '#5F7284',
  text: '#F1F5F8', text2: '#B9C5D0', text3: '#93A3B2',
  accent: '#2DD4BF', accentHover: '#5EEAD4', accentSoft: '#103A3A', onAccent: '#04201D',
  red: '#FF8A80', redSoft: '#451A1A', orange: '#FFAE66', orangeSoft: '#40270F', yellow: '#F6D365', yellowSoft: '#3A310F', blue: '#86BBFF', blueSoft: '#14294A',
  shadow: '0 6px 20px rgba(0, 0, 0, 0.5)',
};

export type ThemeName = 'light' | 'dark';
export const themes: Record<ThemeName, Tokens> = { light, dark };

/** Every colour of a theme as a CSS variable, `--jw-…`. */
export function cssVariables(name: ThemeName): [string, string][] {
  return Object.entries(themes[name]).map(([token, value]) => [cssName(token), value]);
}

function cssName(token: string): string {
  return `--jw-${token.replace(/[A-Z0-9]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
