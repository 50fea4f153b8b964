import { expect } from 'vitest';
import { dispatched, filed, reported, steps } from '../support/arrange.ts';
import { settled } from '../support/browser.ts';
import { journey, sees } from '../support/journey.ts';

journey('a leader opens the list behind every number, and each has as many cases as the number says', async (cast) => {
  // So that no column is only noughts.
  const returned = await dispatched(cast, { words: '数字一：楼道堆了纸箱', class: '040302', unit: 'HWS' });
  await steps(cast, returned, [['huanwei01', 'return', { ruleCode: 'not-our-duty', reason: '归执法队' }]]);
  await filed(cast, { words: '数字二：树枝压着电线', class: '060401' });
  await reported(cast, { words: '数字三：河里漂着垃圾', class: '050202' });
  const { page } = await cast.person('zhenling', 'desk', { start: '/overview' });
  await page.getByRole('row').filter({ hasText: '合计' }).waitFor();
  await settled(page);

  const seen: string[] = [];
  for (const by of ['区域', '单位', '类别']) {
    await page.getByText(by, { exact: true }).filter({ visible: true }).first().click();
    await page.getByRole('columnheader', { name: by, exact: true }).waitFor();
    await settled(page);
    const lists = page.getByRole('link', { name: /打开列表$/ });
    const names = await lists.evaluateAll((links) => links.map((link) => link.getAttribute('aria-label') ?? ''));
    // All of the first row, which sums up, and the first of each other row.
    const total = names.filter((name) => name.startsWith('合计'));
    const firsts = [...new Map(names.filter((name) => !name.startsWith('合计')).reverse().map((name) => [name.split('：')[0], name])).values()].slice(0, 4);
    for (const name of [...(by === '区域' ? total : []), ...firsts]) {
      const [, number] = /(\d+) 件，打开列表$/.exec(name) ?? [];
      await page.getByRole('link', { name, exact: true }).click();
      await sees(page, `共 ${number} 件`);
      const rows = page.getByRole('table', { name: '案件' }).getByRole('row');
      await expect.poll(() => rows.count(), { message: `${name}: rows of the list` }).toBe(Math.min(Number(number), 60) + 1);
      seen.push(name);
      await page.goBack();
      await page.getByRole('link', { name, exact: true }).waitFor();
    }
  }
  for (const what of ['上报', '受理', '立案', '在办', '退回']) expect(seen.some((name) => name.startsWith(`合计：${what} `)), `${what} was opened`).toBe(true);
}, 300_000);
