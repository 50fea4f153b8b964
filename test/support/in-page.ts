// Looks at a page from inside it. The functions are sent to the browser as text, so each stands alone; of the browser's
// own types only what they touch is written down here: the rest of the tests must not compile against a browser.

type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number; readonly width: number; readonly height: number };
type Style = { readonly overflowX: string; readonly overflowY: string; readonly textOverflow: string; readonly visibility: string; readonly display: string };
type Seen = {
  readonly tagName: string; readonly className: unknown; readonly outerHTML: string; readonly textContent: string | null; readonly parentElement: Seen | null; readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string | null }>;
  readonly scrollWidth: number; readonly clientWidth: number; readonly scrollHeight: number; readonly clientHeight: number;
  getAttribute(name: string): string | null; closest(selector: string): Seen | null; getBoundingClientRect(): Box; checkVisibility(options: { visibilityProperty: boolean; opacityProperty: boolean }): boolean;
};
declare const document: { readonly documentElement: Seen; querySelectorAll(selector: string): Iterable<Seen> };
declare const window: { readonly innerWidth: number; getComputedStyle(element: Seen): Style };

export type Finding = { readonly what: 'overflow' | 'cut' | 'key' | 'latin' | 'scrollbars'; readonly where: string };

/** Everything a reader or a screen reader gets: texts, labels, hints, titles; one for each line. */
export function wordsOnPage(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    if (['SCRIPT', 'STYLE'].includes(element.tagName) || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    for (const node of element.childNodes) if (node.nodeType === 3 && node.textContent?.trim()) found.push(node.textContent.trim());
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
      const text = element.getAttribute(name);
      if (text?.trim()) found.push(text.trim());
    }
  }
  return found;
}

/** What does not fit: a body that is wider than the window, text that ends in the middle, a scroll bar within another. */
export function whatDoesNotFit(): { what: 'overflow' | 'cut' | 'scrollbars'; where: string }[] {
  const found: { what: 'overflow' | 'cut' | 'scrollbars'; where: string }[] = [];
  const nameOf = (element: Seen): string => `<${element.tagName.toLowerCase()} class="${String(element.className)}"> ${(element.textContent ?? '').trim().slice(0, 50)}`;
  if (document.documentElement.scrollWidth > window.innerWidth + 1) {
    const widest = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1).at(-1);
    found.push({ what: 'overflow', where: `${document.documentElement.scrollWidth} > ${window.innerWidth}: ${widest ? nameOf(widest) : ''}` });
  }
  const scrolls = (element: Seen): boolean => ['auto', 'scroll'].includes(window.getComputedStyle(element).overflowY) && element.scrollHeight > element.clientHeight + 2;
  for (const element of document.querySelectorAll('body *')) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest('.maplibregl-map, [aria-hidden="true"]')) continue;
    if (scrolls(element)) {
      for (let above = element.parentElement; above; above = above.parentElement) {
        if (scrolls(above)) { found.push({ what: 'scrollbars', where: `${nameOf(element)} within ${nameOf(above)}` }); break; }
      }
    }
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    const style = window.getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (!hasText || style.overflowX === 'visible' || style.overflowX === 'auto' || style.overflowX === 'scroll' || box.width < 4 || box.height < 4) continue; // the last: for screen readers alone
    const isWide = element.scrollWidth > element.clientWidth + 1;
    const isTall = element.scrollHeight > element.clientHeight + 4 && style.overflowY !== 'auto' && style.overflowY !== 'scroll';
    const told = style.textOverflow === 'ellipsis' || style.display.includes('box');
    if ((isWide || isTall) && !told) found.push({ what: 'cut', where: nameOf(element) });
  }
  return found;
}

/** What typed words did beyond being words, `test/hostile/payloads.ts` tells how each would show it; empty: nothing. */
export function doneByWords(): string {
  const [ran, stopped]: unknown[] = [Reflect.get(globalThis, '__ran'), Reflect.get(globalThis, '__stopped')];
  const made = [...document.querySelectorAll('[data-jw]')].map((element) => `an element ${element.outerHTML.slice(0, 100)}`);
  const links = [...document.querySelectorAll('a[href], form[action]')].map((link) => link.getAttribute('href') ?? link.getAttribute('action') ?? '').filter((to) => /^\s*(?:javascript|data|vbscript):/iu.test(to));
  return [...(ran === undefined ? [] : ['a script ran']), ...(Array.isArray(stopped) ? stopped.map((one) => `stopped by the policy: ${String(one)}`) : []), ...made, ...links].join('; ');
}
