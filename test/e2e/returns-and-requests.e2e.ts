import { expect } from 'vitest';
import { dispatched } from '../support/arrange.ts';
import { detailOf, isBarred, journey, openRow, pick, sees, takeStep, toTab } from '../support/journey.ts';

journey('two returns, each with a rule, lead to a joint triage that binds', async (cast) => {
  const matter = await dispatched(cast, { words: '锦绣路口的流动摊贩占了半条车道', class: '070101', unit: 'HWS' });
  const first = await cast.person('huanwei01', 'desk');
  await openRow(first, matter.number);
  cast.expects(404, '/api/incidents/case?');
  await takeStep(first, '退回', async (form) => {
    await form.getByLabel('理由').fill('占道经营不归环卫所管');
    // Without a rule it does not leave the form.
    await form.getByRole('button', { name: '退回', exact: true }).click();
    await sees(form, '必填');
    await pick(form, '退回依据', '不属于本单位职责');
  });

  // What was passed on is not his any more, and is not shown as it was (the desk asks again as soon as the step is taken).
  await sees(detailOf(first), '不在您的范围内');

  const desk = await cast.person('diaodu01', 'desk', { start: '/cases?tab=3' });
  await openRow(desk, matter.number);
  await sees(detailOf(desk), '占道经营不归环卫所管');
  await takeStep(desk, '派遣', (form) => pick(form, '主办单位', '综合执法队'));
  const second = await cast.person('zhifa01', 'desk');
  await openRow(second, matter.number);
  await takeStep(second, '退回', async (form) => {
    await pick(form, '退回依据', '需上级或多部门牵头');
    await form.getByLabel('理由').fill('车道归交警，摊位归执法队，要一起办');
  });

  await sees(detailOf(desk), '车道归交警');
  await isBarred(desk, '派遣', '已被退回两次，应会商定责');
  await takeStep(desk, '会商定责', async (form) => {
    await pick(form, '参加会商的单位', '综合执法队');
    await pick(form, '参加会商的单位', '派出所');
    await form.getByLabel('会商纪要').fill('执法队主办，派出所配合疏导');
    await pick(form, '主办单位', '综合执法队');
  });
  await sees(detailOf(second), '执法队主办，派出所配合疏导');
  await isBarred(second, '退回', '会商定责后不能再退回');
  await takeStep(second, '签收');
  await sees(detailOf(desk), '已签收');
});

journey('a pause and an extension are asked for, approved and seen in the clocks; urging and a red card reach the handler', async (cast) => {
  const matter = await dispatched(cast, { words: '青年路的护栏被撞断了五米', class: '060103', unit: 'HWS' });
  const desk = await cast.person('diaodu01', 'desk', { start: '/cases?tab=3' });
  const handler = await cast.person('huanwei01', 'desk');
  const leader = await cast.person('zhenling', 'desk', { start: '/cases?tab=all' });
  await openRow(desk, matter.number);
  await openRow(handler, matter.number);
  await takeStep(handler, '签收');
  await takeStep(handler, '申请挂起', async (form) => {
    await form.getByLabel('挂起到哪天').fill(dayAhead(5));
    await form.getByLabel('挂起到哪天').press('Enter');
    await form.getByLabel('理由').fill('护栏要定做');
  });
  await sees(detailOf(desk), '护栏要定做');
  await takeStep(desk, '同意申请');
  await sees(detailOf(handler), '已挂起');
  await takeStep(handler, '恢复处置', (form) => form.getByLabel('备注').fill('提前到货'));
  await sees(detailOf(desk), '提前到货');

  await takeStep(handler, '申请延期', (form) => form.getByLabel('理由').fill('夜里才能封路'));
  await sees(detailOf(desk), '申请延期 3 个工作日');
  await takeStep(desk, '同意申请');
  await detailOf(desk).getByRole('row').filter({ hasText: '处置时限' }).first().hover();
  await sees(desk.page, /延期/);

  await takeStep(desk, '催办', (form) => form.getByLabel('备注').fill('今晚前给个时间'));
  await sees(detailOf(handler), '今晚前给个时间');
  await isBarred(desk, '催办', '两小时内已催办过');

  await toTab(leader, '全部');
  await openRow(leader, matter.number);
  await takeStep(leader, '督办', async (form) => {
    await form.getByRole('radio', { name: '红牌' }).check();
    await form.getByLabel('理由').fill('已经有人被绊倒');
  });
  await sees(detailOf(handler), '红牌');
  const { items } = await (await cast.api('diaodu01')).get('incidents/board', { text: matter.number });
  expect(items).toMatchObject([{ card: 'red', urged: 1 }]);
});

/** `YYYY-MM-DD`, so many days from today in Asia/Shanghai. */
function dayAhead(days: number): string {
  return new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
}
