import { cssVariables, fonts, radius, type ThemeName } from './tokens.ts';

/** Puts a theme on the root element, through the style object: a policy without inline styles allows it. */
export function applyTheme(name: ThemeName, root: HTMLElement = document.documentElement): void {
  for (const [variable, value] of cssVariables(name)) root.style.setProperty(variable, value);
  root.style.setProperty('--jw-font', fonts);
  root.style.setProperty('--jw-radius', `${radius}px`);
  root.style.setProperty('color-scheme', name);
  root.dataset['theme'] = name;
}
