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

  await sees(page, '请截图保存');
  const code = /查询码\s*([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})/u.exec(await page.getByRole('main').innerText())?.[1] ?? '';
  expect(await page.getByRole('link', { name: '看进展' }).getAttribute('href')).toBe(`/m/case/${number}#${code.replace('-', '')}`);
  // Whoever read the number on a list cannot answer for him.
  await expect((await cast.api(null)).post('incidents/urge', { caseId: matter.caseId, number })).rejects.toThrow(/403.*follow-code-missing/u);

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

  // A phone that knows the number alone: the story, and his words only after he shows the code of the screenshot.
  const other = await cast.person(null, 'phone', { start: `/m/case/${number}` });
  cast.expects(403, 'incidents/story');
  await sees(other.page, '已放置警示桩。');
  expect(await other.page.getByText('自行车掉进去过').count()).toBe(0);
  await other.page.getByRole('button', { name: '这是我报的' }).click();
  await other.page.getByLabel('查询码').fill(`${code.startsWith('7') ? '8' : '7'}${code.slice(1)}`);
  await other.page.getByRole('button', { name: '确认' }).click();
  await sees(other.page, '查询码不对');
  await other.page.getByLabel('查询码').fill(code.toLowerCase());
  await other.page.getByRole('button', { name: '确认' }).click();
  await sees(other.page, '自行车掉进去过');
  await other.page.getByRole('button', { name: '没解决，要求重新办理' }).waitFor();

  await page.getByRole('button', { name: '没解决，要求重新办理' }).click();
  await page.getByLabel('哪里没有解决').fill('洞还在');
  await page.getByRole('button', { name: '要求重新办理' }).click();
  await sees(page, '已立案，正在确定由谁办理');
  await sees(page, '已重新办理');
});
