import { expect } from 'vitest';
import { reported } from '../support/arrange.ts';
import { detailOf, journey, sees } from '../support/journey.ts';

journey('the desk is worked without a mouse', async (cast) => {
  const older = await reported(cast, { words: '键盘一：南墙的小广告', class: '050301' });
  const newer = await reported(cast, { words: '键盘二：北墙的小广告', class: '050301' });
  const { page } = await cast.person('diaodu01', 'desk', { start: '/cases?tab=1&sort=newest' });
  const rows = page.getByRole('table', { name: '案件' }).getByRole('row');
  await rows.filter({ hasText: newer.number }).waitFor();

  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.getByRole('article').getByRole('heading', { name: newer.number }).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('article').getByRole('heading', { name: older.number }).waitFor();

  await page.keyboard.press('a');
  const form = page.getByRole('dialog', { name: '受理', exact: true });
  await form.waitFor();
  // Keys rest while somebody types.
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog').filter({ hasText: '键盘' });
  for (const what of ['搜索', '下一件', '上一件', '打开', '关闭详情']) await sees(sheet, what);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
  await detailOf({ page }).waitFor({ state: 'detached' });

  await page.keyboard.press('/');
  await page.keyboard.type(older.number);
  await expect.poll(() => page.getByLabel('搜索', { exact: true }).inputValue()).toBe(older.number);
  await sees(page.locator('.ant-select-dropdown:visible'), '键盘一');
  await page.keyboard.press('Enter');
  await page.getByRole('article').getByRole('heading', { name: older.number }).waitFor();
});
