import { expect } from 'vitest';
import { personOf, steps, unitOf } from '../support/arrange.ts';
import { inventedPhoto } from '../support/browser.ts';
import { choose, journey, numberIn, reportOnPhone, sees } from '../support/journey.ts';

journey('a resident without an account reports, follows the number, is dissatisfied and has it taken up again', async (cast) => {
  const resident = await cast.person(null, 'phone');
  const { page } = resident;
  await sees(page, '正在发生的危险，先打电话');
  await page.getByRole('link', { name: '上报问题' }).waitFor();
  const number = await reportOnPhone(resident, {
    words: '知行路口雨水篦子没了，自行车掉进去过', place: ['东昌府区', '经纬镇', '云桥社区'], address: '知行路口东北角', photo: 11, suggested: '井盖缺失破损',
  });
  const story = await (await cast.api(null)).get('incidents/story', { number });
  const matter = { caseId: String(story['caseId']), number };

  // Another day, the same phone: by the list of this phone, and by the number typed in small letters.
  await page.goto('/m/');
  await sees(page, '这部手机报过的');
  await page.getByLabel('查上报进展').fill(number.toLowerCase());
  await page.getByRole('button', { name: '查看进展' }).click();
  await sees(page, '已收到，等待受理');
  expect(numberIn(await page.getByRole('main').innerText())).toBe(number);

  const photo = await (await cast.api('huanwei01')).upload(await inventedPhoto(12));
  await steps(cast, matter, [
    ['diaodu01', 'accept', { verifierId: await personOf(cast, 'wangge01') }], ['wangge01', 'verify', { result: 'exists' }], ['diaodu01', 'file'],
    ['diaodu01', 'dispatch', { leadUnitId: await unitOf(cast, 'HWS') }], ['huanwei01', 'acknowledge'], ['huanwei01', 'handle'],
    ['huanwei01', 'deliver', { result: '放了警示桩', photos: [photo] }], ['shequ01', 'check', { result: 'pass' }], ['diaodu01', 'feedback', { text: '已放置警示桩。' }],
  ]);
  await page.reload();
  await sees(page, '已放置警示桩。');
  await choose(page, '不满意');
  await page.getByLabel(/想说的话/).fill('洞还在，只是放了个桩');
  await page.getByRole('button', { name: '提交评价' }).click();
  await sees(page, '不满意');
  await page.getByRole('button', { name: '没解决，要求重新办理' }).click();
  await page.getByLabel('哪里没有解决').fill('洞还在');
  await page.getByRole('button', { name: '要求重新办理' }).click();
  await sees(page, '已立案，正在确定由谁办理');
  await sees(page, '已重新办理');
});
