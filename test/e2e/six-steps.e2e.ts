import { expect } from 'vitest';
import { inventedPhoto } from '../support/browser.ts';
import { choose, detailOf, journey, openRow, pick, reportOnPhone, sees, takePhoneStep, takeStep, toTab } from '../support/journey.ts';

journey('a report goes round the six steps with people at four screens, and every board follows by itself', async (cast) => {
  const desk = await cast.person('diaodu01', 'desk');
  const worker = await cast.person('wangge01', 'phone');
  const handler = await cast.person('huanwei01', 'phone');
  const resident = await cast.person('jumin', 'phone');
  await toTab(desk, '信息上报');

  const number = await reportOnPhone(resident, { words: '菜市场西门外的垃圾桶满了好几天，旁边堆了一地，味道很大', place: ['东昌府区', '经纬镇', '云桥社区'], address: '菜市场西门', photo: 1, suggested: '垃圾桶满溢破损' });

  // 信息上报 → 核实立案
  await openRow(desk, number);
  await sees(detailOf(desk), '菜市场西门');
  await takeStep(desk, '受理', (form) => pick(form, '派谁核实', worker.name));
  await sees(detailOf(desk), '核实中');
  await worker.page.getByRole('link').filter({ hasText: '菜市场西门' }).first().click();
  await takePhoneStep(worker, '核实', async (page) => {
    await choose(page, '情况属实');
    await page.getByLabel('从相册选').setInputFiles(await inventedPhoto(2));
    await page.getByLabel(/说明/).fill('三个桶都满了，地上约两车');
  });
  await sees(detailOf(desk), '三个桶都满了');
  await takeStep(desk, '立案');

  // 分流交办: the suggestion is chosen beforehand, with its reason
  await takeStep(desk, '派遣', async (form) => {
    await sees(form.getByRole('list', { name: '推荐单位' }), '市政环卫所');
  });
  await sees(detailOf(desk), '待签收');

  // 跟踪处理
  await handler.page.getByRole('link').filter({ hasText: '菜市场西门' }).first().click();
  await takePhoneStep(handler, '签收');
  await takePhoneStep(handler, '处置', async (page) => { await page.getByLabel(/进展/).fill('两辆车已到现场'); });
  await sees(detailOf(desk), '两辆车已到现场');
  await takePhoneStep(handler, '办结', async (page) => {
    await page.getByLabel('从相册选').setInputFiles(await inventedPhoto(3));
    await page.getByLabel('办理结果').fill('已清运两车，桶换成大号，每天早晚各清一次');
    await page.getByLabel(/避免的损失/).fill('600');
    await page.getByLabel('怎样估算的').fill('按一次外包清运的市价');
  });
  await sees(detailOf(desk), '避免损失 600 元');

  // 事件反馈: somebody else looks; the one who verified did not handle it
  const checker = await cast.person('shequ01', 'phone');
  await checker.page.getByRole('navigation', { name: '主要页面' }).getByRole('link', { name: '我的网格' }).click();
  await checker.page.getByRole('link').filter({ hasText: number }).or(checker.page.getByRole('link').filter({ hasText: '菜市场西门' })).first().click();
  await takePhoneStep(checker, '核查', async (page) => {
    await choose(page, '通过');
    await page.getByLabel('从相册选').setInputFiles(await inventedPhoto(4));
  });
  await sees(detailOf(desk), '待反馈');
  await takeStep(desk, '反馈', (form) => form.getByLabel('反馈内容').fill('垃圾已清运，并换了大桶。谢谢您的反映。'));

  await resident.page.getByRole('link', { name: '看进展' }).click();
  await sees(resident.page, '垃圾已清运，并换了大桶');
  await choose(resident.page, '满意');
  await resident.page.getByRole('button', { name: '提交评价' }).click();
  await sees(resident.page, '您评价：满意');

  // 考核评价
  await sees(detailOf(desk), '满意');
  await takeStep(desk, '结案');
  await takeStep(desk, '考核评价');
  await sees(detailOf(desk), '已评价');
  await sees(resident.page, '已结案');
  const story = await detailOf(desk).getByRole('listitem').allInnerTexts();
  for (const verb of ['上报', '受理', '核实', '立案', '派遣', '签收', '处置', '办结', '核查', '反馈', '评价', '结案', '考核评价']) expect(story.some((line) => line.includes(verb)), `the story lacks ${verb}`).toBe(true);
});
