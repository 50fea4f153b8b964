import { reported } from '../support/arrange.ts';
import { detailOf, journey, openRow, sees, takeStep, toTab } from '../support/journey.ts';

journey('two reports of one matter are merged and parted again, and each reporter follows his own', async (cast) => {
  const words = '云桥小区东门的路灯整排不亮，晚上看不见台阶';
  const lead = await reported(cast, { words, class: '060301', by: null });
  const copy = await reported(cast, { words, class: '060301', by: null });
  const desk = await cast.person('diaodu01', 'desk', { start: '/cases?tab=1' });
  const first = await cast.person(null, 'phone', { start: `/m/case/${lead.number}` });
  const second = await cast.person(null, 'phone', { start: `/m/case/${copy.number}` });
  await sees(second.page, '已收到，等待受理');

  await openRow(desk, copy.number);
  await sees(detailOf(desk), '可能是同一件事');
  await detailOf(desk).getByRole('listitem').filter({ hasText: lead.number }).getByRole('button', { name: '合并到这件' }).click();
  const form = desk.page.getByRole('dialog', { name: '合并' });
  await form.getByRole('button', { name: '合并', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await sees(detailOf(desk), `已并入 ${lead.number}`);
  await second.page.reload();
  await sees(second.page, `与 ${lead.number} 反映的是同一件事，合并办理`);

  // The lead case goes on for both.
  await detailOf(desk).getByRole('button', { name: '打开', exact: true }).click();
  await desk.page.getByRole('article').getByRole('heading', { name: lead.number }).waitFor();
  await takeStep(desk, '受理');
  for (const reporter of [first, second]) {
    await reporter.page.reload();
    await sees(reporter.page, '已受理');
  }

  await detailOf(desk).getByRole('button', { name: copy.number }).click();
  await desk.page.getByRole('article').getByRole('heading', { name: copy.number }).waitFor();
  await takeStep(desk, '撤销合并');
  await sees(detailOf(desk), '待受理');
  await second.page.reload();
  await sees(second.page, '恢复单独办理');
  await toTab(desk, '信息上报');
  await openRow(desk, copy.number);
});
