import { describe, expect } from 'vitest';
import { settled, type Place } from '../support/browser.ts';
import { journey, type Cast } from '../support/journey.ts';
import { keysShowing } from '../support/page-words.ts';
import { sized } from '../support/size.ts';

// One account for each role, so that every destination of every menu is opened. In English `npm test` opens those of two,
// who have most pages between them; the night opens all in both languages.
const roles: Record<Place, readonly (string | null)[]> = {
  desk: ['diaodu01', 'huanwei01', 'zhenling', 'zongzhang', 'shequ01', 'xitong', 'anquan', 'shenji', 'jumin'],
  phone: [null, 'jumin', 'wangge01', 'shequ01', 'huanwei01', 'diaodu01', 'zhenling', 'anquan'],
};

const alsoInEnglish: readonly (string | null)[] = ['diaodu01', 'wangge01'];

describe.each(['zh-CN', 'en'] as const)('every destination of the menu in %s', (language) => {
  for (const place of ['desk', 'phone'] as const) {
    for (const account of roles[place]) {
      if (language === 'en' && sized('ALL_LANGUAGES', 0) === 0 && !alsoInEnglish.includes(account)) continue;
      journey(`${place}, ${account ?? 'nobody'}, ${language}`, (cast) => openAll(cast, account, place, language));
    }
  }
});

async function openAll(cast: Cast, account: string | null, place: Place, language: 'zh-CN' | 'en'): Promise<void> {
  const { page } = await cast.person(account, place, { language });
  await settled(page);
  const links = page.getByRole('navigation', { name: language === 'en' ? 'Main pages' : '主要页面' }).getByRole('link');
  const targets = await links.evaluateAll((list) => list.map((link) => link.getAttribute('href') ?? ''));
  expect(new Set(targets).size).toBe(targets.length);
  for (const target of targets) {
    const link = page.locator(`nav a[href="${target}"]`);
    // The big screen has no menu; one comes back from it.
    if (await link.count() === 0) await page.goBack();
    await link.click();
    await settled(page);
    expect(await page.getByRole('alert').allInnerTexts(), `${target} tells of a problem`).toEqual([]);
    expect(await keysShowing(page), `${target} shows keys instead of words`).toEqual([]);
    // A page that says nothing is broken as well.
    expect((await page.locator('body').innerText()).trim().length, `${target} is empty`).toBeGreaterThan(20);
  }
}
