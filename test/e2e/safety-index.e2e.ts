import { expect } from 'vitest';
import { monthBefore } from '../../src/domains/safety-index/contract-shapes.ts';
import { currentMonth } from '../../src/domains/safety-index/standard-steps.ts';
import { journey, sees } from '../support/journey.ts';

journey('a department mends a figure that cannot be, a month is computed while a bar tells how far, another publishes it, and a leader opens a number to its return', async (cast) => {
  const month = monthBefore(currentMonth(new Date()));
  cast.expects(409, '/safety-index/');
  const [department, analyst] = await Promise.all([cast.person('s-gaj-01', 'desk', { start: `/index?view=returns&month=${month}` }), cast.person('zhishu01', 'desk', { start: '/index?view=runs' })]);
  const { page } = department;
  const row = page.getByRole('row').nth(1);
  const [counted, base] = [row.getByRole('spinbutton').first(), row.getByRole('spinbutton').nth(1)];
  await counted.waitFor();
  const unit = await row.getByRole('rowheader').innerText();
  await counted.fill('30');
  await base.fill('20');
  await base.blur();
  await sees(row, '数量比基数大');
  await page.getByRole('button', { name: /^保存 1 处/ }).click();
  // The sentence names the indicator and the unit, and what is wrong with them.
  await sees(page, new RegExp(`“.+”${unit}：数量比基数还大。`, 'u'));
  await base.fill('40');
  await base.blur();
  await page.getByRole('textbox', { name: '说明' }).fill('复核后更正');
  await page.getByRole('button', { name: /^保存 1 处/ }).click();
  await sees(page, /已保存：新报 \d+ 处，更正 \d+ 处/u);

  await analyst.page.getByRole('button', { name: `计算 ${month}` }).click();
  await analyst.page.getByRole('progressbar', { name: new RegExp(`正在计算 ${month}`, 'u') }).waitFor();
  await sees(analyst.page, `${month} 已计算，由另一个人核对后公布。`);
  const own = analyst.page.getByRole('row').filter({ hasText: '已计算，未公布' }).first();
  await own.getByRole('button', { name: /^公\s?布$/u }).click();
  await analyst.page.getByRole('tooltip').getByRole('button', { name: /^公\s?布$/u }).click();
  await sees(analyst.page, '指数的计算和发布也要由两个人办理');

  const publisher = await cast.person('zhishu02', 'desk', { start: '/index?view=runs' });
  await publisher.page.getByRole('row').filter({ hasText: '已计算，未公布' }).first().getByRole('button', { name: /^公\s?布$/u }).click();
  await publisher.page.getByRole('tooltip').getByRole('button', { name: /^公\s?布$/u }).click();
  await sees(publisher.page, `${month} 已公布。`);

  // Three clicks from the ranking to the record: the unit, its weakest link, the return.
  const leader = await cast.person('shiling', 'desk', { start: '/index' });
  await sees(leader.page, `${month} · 11 个考核单位`);
  await leader.page.getByRole('row').nth(1).getByRole('button').first().click();
  await leader.page.getByRole('heading', { name: '薄弱环节' }).locator('xpath=ancestor::section').getByRole('button').first().click();
  await leader.page.getByRole('button', { name: '看报送记录' }).first().click();
  await sees(leader.page.getByRole('complementary', { name: '报送记录' }), /\d/u);
  expect(new URL(leader.page.url()).searchParams.get('view')).toBe('indicator');
});
