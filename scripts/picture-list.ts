import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { draw } from '../src/apps/demo/scenes.ts';
import { sizes } from '../test/support/browser.ts';

// Every screen that is looked at before it is called done: who sees it, where it is, at which sizes, and what was pressed.

export type Language = 'zh-CN' | 'en';
/** Cases of the demo by what they are good for; made by `pictures.ts`. */
export type Cases = { /** Of everybody: they stand on some pages. */ readonly accounts: readonly string[]; readonly lively: string; readonly handling: string; readonly reported: string; readonly filed: string; readonly dispute: string; readonly workerTodo: string; readonly handlerTodo: string; readonly number: string };
export type Shot = {
  readonly name: string;
  readonly place: 'desk' | 'phone';
  readonly account: string | null;
  readonly path: string | ((cases: Cases) => string);
  readonly sizes: readonly { readonly width: number; readonly height: number }[];
  /** In either language: elements are found by the words of `language`. */
  readonly act?: (page: Page, language: Language) => Promise<void>;
  /** 老年模式. */
  readonly largePrint?: true;
  /** Kept for the README, in Chinese and at the first size. */
  readonly readme?: true;
};

const both = [sizes.desk, sizes.wide];
const wall = [sizes.wide, { width: 3840, height: 2160 }];
const narrow = { width: 360, height: 740 };
const word = (language: Language, chinese: string, english: string): string => (language === 'en' ? english : chinese);
const press = (chinese: string, english: string) => async (page: Page, language: Language): Promise<void> => {
  await page.getByRole('button', { name: word(language, chinese, english), exact: true }).first().click();
};

const chartDrawn = async (page: Page): Promise<void> => { await page.locator('.jw-chart canvas').first().waitFor(); };
const mapDrawn = async (page: Page): Promise<void> => { await page.locator('.jw-map-canvas[data-idle]').first().waitFor(); };

export const deskShots: readonly Shot[] = [
  { name: 'sign-in', place: 'desk', account: null, path: '/', sizes: both },
  { name: 'security', place: 'desk', account: 'xitong', path: '/me/security', sizes: [sizes.desk], act: press('设置动态口令', 'Set up one-time codes') },
  { name: 'board', place: 'desk', account: 'diaodu01', path: ({ lively }) => `/cases?tab=4&case=${lively}`, sizes: both, readme: true },
  {
    name: 'case-clocks', place: 'desk', account: 'diaodu01', path: ({ lively }) => `/cases?tab=4&case=${lively}`, sizes: [sizes.desk],
    act: async (page) => { await page.locator('.inc-clocks').scrollIntoViewIfNeeded(); },
  },
  {
    name: 'bell', place: 'desk', account: 'diaodu01', path: '/cases', sizes: [sizes.desk],
    act: async (page, language) => { await page.getByRole('button', { name: word(language, '条未读提醒', 'unread notices') }).click(); },
  },
  { name: 'board-all', place: 'desk', account: 'diaodu01', path: '/cases?tab=all', sizes: both },
  { name: 'board-mine', place: 'desk', account: 'diaodu01', path: '/cases', sizes: both },
  { name: 'board-late', place: 'desk', account: 'diaodu01', path: '/cases?tab=late', sizes: both },
  { name: 'board-map', place: 'desk', account: 'diaodu01', path: ({ handling }) => `/cases?tab=all&map=1&case=${handling}`, sizes: both },
  { name: 'board-empty', place: 'desk', account: 'diaodu01', path: '/cases?tab=all&text=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7%E7%9A%84%E8%AF%8D', sizes: both },
  { name: 'board-handler', place: 'desk', account: 'huanwei01', path: ({ handlerTodo }) => `/cases?case=${handlerTodo}`, sizes: both },
  { name: 'case-accept', place: 'desk', account: 'diaodu01', path: ({ reported }) => `/cases?tab=1&case=${reported}`, sizes: both, act: press('受理', 'Accept') },
  { name: 'case-dispatch', place: 'desk', account: 'diaodu01', path: ({ filed }) => `/cases?tab=3&case=${filed}`, sizes: both, act: press('派遣', 'Dispatch') },
  { name: 'case-dispute', place: 'desk', account: 'diaodu01', path: ({ dispute }) => `/cases?tab=all&case=${dispute}`, sizes: both },
  { name: 'keys', place: 'desk', account: 'diaodu01', path: '/cases?tab=all', sizes: [sizes.desk], act: async (page) => { await page.keyboard.press('?'); await page.getByRole('dialog').waitFor(); } },
  { name: 'account', place: 'desk', account: 'diaodu01', path: '/cases?tab=all', sizes: [sizes.desk], act: press('我的账号', 'My account') },
  { name: 'warehouse', place: 'desk', account: 'yicang01', path: '/warehouse', sizes: both },
  { name: 'warehouse-stock', place: 'desk', account: 'shequ01', path: '/warehouse', sizes: both },
  { name: 'warehouse-moves', place: 'desk', account: 'yicang01', path: '/warehouse?part=moves', sizes: [sizes.desk] },
  { name: 'warehouse-handed', place: 'desk', account: 'yicang01', path: '/warehouse?part=handed', sizes: [sizes.desk] },
  { name: 'accounts', place: 'desk', account: 'shequ01', path: '/warehouse?view=accounts', sizes: both, act: async (page) => { await page.getByRole('row').nth(2).click(); await page.locator('.wh-lines').first().waitFor(); } },
  { name: 'accounts-cards', place: 'desk', account: 'shequ01', path: '/warehouse?view=accounts&form=cards', sizes: [sizes.desk] },
  { name: 'index', place: 'desk', account: 'zhishu01', path: '/index', sizes: both, act: mapDrawn },
  { name: 'index-unit', place: 'desk', account: 'zhishu01', path: '/index?view=unit', sizes: both, act: chartDrawn },
  { name: 'index-indicator', place: 'desk', account: 'zhishu01', path: '/index?view=indicator&code=C1-1', sizes: [sizes.desk], act: chartDrawn },
  { name: 'index-none', place: 'desk', account: 'zhishu01', path: '/index?month=2019-01', sizes: [sizes.desk] },
  { name: 'index-runs', place: 'desk', account: 'zhishu01', path: '/index?view=runs', sizes: [sizes.desk] },
  { name: 'index-standards', place: 'desk', account: 'shiling', path: '/index?view=standards', sizes: [sizes.desk] },
  { name: 'index-returns', place: 'desk', account: 's-gaj-01', path: '/index?view=returns', sizes: [sizes.desk] },
  { name: 'report', place: 'desk', account: 'diaodu01', path: '/report', sizes: both },
  {
    name: 'report-filled', place: 'desk', account: 'diaodu01', path: '/report', sizes: [sizes.desk],
    act: async (page, language) => { await page.getByLabel(word(language, '反映的内容', 'What was said')).fill('菜市场门口的垃圾桶满了两天，没人清，味道很大'); },
  },
  { name: 'overview-area', place: 'desk', account: 'zhenling', path: '/overview', sizes: both },
  { name: 'overview-unit', place: 'desk', account: 'zhenling', path: '/overview?by=unit', sizes: both },
  { name: 'overview-class', place: 'desk', account: 'zhenling', path: '/overview?by=class', sizes: both },
  { name: 'overview-city', place: 'desk', account: 'shiling', path: '/overview', sizes: both },
  { name: 'screen-happening', place: 'desk', account: 'zhenling', path: '/screen', sizes: wall },
  { name: 'screen-late', place: 'desk', account: 'zhenling', path: '/screen?q=late', sizes: wall },
  { name: 'screen-help', place: 'desk', account: 'zhenling', path: '/screen?q=help', sizes: wall },
  { name: 'areas', place: 'desk', account: 'xitong', path: '/admin/areas', sizes: both },
  { name: 'areas-divisions', place: 'desk', account: 'xitong', path: '/admin/areas?form=divisions', sizes: [sizes.desk] },
  { name: 'areas-grids', place: 'desk', account: 'xitong', path: '/admin/areas?form=grids', sizes: [sizes.desk] },
  { name: 'areas-create', place: 'desk', account: 'xitong', path: '/admin/areas?form=create', sizes: [sizes.desk] },
  { name: 'people', place: 'desk', account: 'anquan', path: '/admin/people', sizes: both },
  { name: 'people-person', place: 'desk', account: 'anquan', path: '/admin/people?person=7', sizes: both },
  { name: 'people-create', place: 'desk', account: 'anquan', path: '/admin/people?form=create', sizes: [sizes.desk] },
  { name: 'people-appoint', place: 'desk', account: 'anquan', path: '/admin/people?person=7&form=appoint', sizes: [sizes.desk] },
  { name: 'people-import', place: 'desk', account: 'anquan', path: '/admin/people?form=import', sizes: [sizes.desk] },
  { name: 'units', place: 'desk', account: 'anquan', path: '/admin/people?view=units', sizes: both },
  { name: 'roles', place: 'desk', account: 'anquan', path: '/admin/people?view=roles', sizes: both },
  { name: 'classes', place: 'desk', account: 'xitong', path: '/admin/classes', sizes: both },
  { name: 'routes', place: 'desk', account: 'xitong', path: '/admin/routes', sizes: both },
  { name: 'calendar', place: 'desk', account: 'xitong', path: '/admin/calendar', sizes: both },
  { name: 'roster', place: 'desk', account: 'diaodu01', path: '/admin/roster', sizes: both },
  { name: 'audit', place: 'desk', account: 'shenji', path: '/admin/audit', sizes: both },
  { name: 'registry-people', place: 'desk', account: 'shequ01', path: '/registry', sizes: both },
  {
    name: 'registry-person', place: 'desk', account: 'shequ01', path: '/registry?text=%E6%9F%B3%E8%80%81%E5%A4%AA', sizes: both,
    act: async (page) => { await page.getByRole('button', { name: '柳老太', exact: true }).first().click(); await page.getByRole('complementary', { name: '柳老太' }).waitFor(); },
  },
  { name: 'registry-places', place: 'desk', account: 'shequ01', path: '/registry?view=places', sizes: [sizes.desk] },
  { name: 'registry-duplicates', place: 'desk', account: 'shequ01', path: '/registry?view=duplicates', sizes: [sizes.desk] },
  { name: 'registry-care', place: 'desk', account: 'wangge01', path: '/registry?view=care', sizes: [sizes.desk] },
  { name: 'registry-import', place: 'desk', account: 'shequ01', path: '/registry?form=import', sizes: [sizes.desk] },
  { name: 'points-rules', place: 'desk', account: 'shequ01', path: '/points', sizes: both },
  { name: 'points-rules-edit', place: 'desk', account: 'shequ01', path: '/points?form=draft', sizes: [sizes.desk] },
  { name: 'points-proposals', place: 'desk', account: 'shequ01', path: '/points?view=proposals', sizes: [sizes.desk] },
  { name: 'points-propose', place: 'desk', account: 'shequ01', path: '/points?view=proposals&form=propose', sizes: [sizes.desk] },
  { name: 'points-objections', place: 'desk', account: 'shequ01', path: '/points?view=objections', sizes: [sizes.desk] },
  { name: 'points-periods', place: 'desk', account: 'shequ01', path: '/points?view=periods', sizes: [sizes.desk] },
  { name: 'points-notice', place: 'desk', account: 'shequ01', path: '/points?view=notice', sizes: [sizes.desk] },
  { name: 'points-chart', place: 'desk', account: 'shequ01', path: '/points?view=chart&span=year', sizes: [sizes.desk] },
  { name: 'points-cards', place: 'desk', account: 'shequ01', path: '/points?view=cards', sizes: [sizes.desk] },
  { name: 'phones', place: 'desk', account: 'diaodu01', path: '/phones', sizes: both },
  { name: 'phones-aside', place: 'desk', account: 'diaodu01', path: '/phones?view=aside', sizes: [sizes.desk] },
  { name: 'patrol-plans', place: 'desk', account: 'shequ01', path: '/patrol', sizes: both },
  { name: 'patrol-plan', place: 'desk', account: 'shequ01', path: '/patrol?form=add', sizes: [sizes.desk] },
  { name: 'patrol-visits', place: 'desk', account: 'shequ01', path: '/patrol?view=visits', sizes: [sizes.desk] },
  { name: 'patrol-orders', place: 'desk', account: 'weisheng01', path: '/patrol?view=orders&all=all', sizes: [sizes.desk] },
  { name: 'patrol-coverage', place: 'desk', account: 'shequ01', path: '/patrol?view=coverage', sizes: [sizes.desk] },
  { name: 'patrol-diary', place: 'desk', account: 'shequ01', path: '/patrol?view=diary', sizes: [sizes.desk] },
  { name: 'patrol-hints', place: 'desk', account: 'shequ01', path: '/patrol?view=hints', sizes: [sizes.desk] },
  { name: 'not-found', place: 'desk', account: 'diaodu01', path: '/nowhere', sizes: [sizes.desk] },
];

const phone = [sizes.phone];
const fillReport = async (page: Page, language: Language): Promise<void> => {
  await page.getByLabel(word(language, '从相册选', 'From the album')).setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await sharp(Buffer.from(draw('manhole', 'found', 1))).jpeg().toBuffer() });
  await page.getByLabel(word(language, '说说情况', 'What is the matter?')).fill('三号楼门口井盖破了，有老人差点踩空');
  await page.getByRole('button', { name: '井盖缺失破损' }).click();
  await page.evaluate(`document.querySelector('.ph-body')?.scrollTo(0, 0)`);
};

/** A visit to the first on the list, with figures that a clerk would ask about and a wish. */
const fillVisit = async (page: Page, language: Language): Promise<void> => {
  await page.locator('a[href*="/rounds/visit?person"]').first().click();
  await page.getByRole('radio', { name: word(language, '见到人', 'Met') }).check({ force: true });
  await page.getByLabel(word(language, '看到什么、听到什么', 'What you saw and heard')).fill('一个人在家，说头晕，想请医生来看看');
  await page.getByLabel(word(language, '高压', 'Systolic')).fill('182');
  await page.getByLabel(word(language, '低压', 'Diastolic')).fill('96');
  await page.getByText(word(language, '他提出了需求', 'There is a wish')).click();
};
/** Two reports, one with a photo, where there is no network. */
const queueTwo = async (page: Page, language: Language): Promise<void> => {
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation({ longitude: 115.98, latitude: 36.45, accuracy: 12 });
  await page.context().setOffline(true);
  for (const words of ['三号楼门口井盖破了，有老人差点踩空', '桥头的路灯三天没亮了']) {
    await page.getByRole('navigation').getByRole('link', { name: word(language, '上报', 'Report') }).click();
    if (words.startsWith('三')) await page.getByLabel(word(language, '从相册选', 'From the album')).setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await sharp(Buffer.from(draw('manhole', 'found', 1))).jpeg().toBuffer() });
    await page.getByLabel(word(language, '说说情况', 'What is the matter?')).fill(words);
    await page.getByRole('button', { name: word(language, '定位到我这里', 'Where I am') }).click();
    await page.getByRole('button', { name: word(language, '重新定位', 'Locate again') }).waitFor();
    await page.getByRole('button', { name: word(language, '提交', 'Submit') }).click();
  }
  await page.locator('.ph-outbox-chip').click();
};

export const phoneShots: readonly Shot[] = [
  { name: 'points-entries', place: 'phone', account: 'kaoping01', path: '/m/points/entries', sizes: phone },
  { name: 'points-propose', place: 'phone', account: 'kaoping01', path: '/m/points/propose', sizes: phone },
  { name: 'points-card', place: 'phone', account: 'wangge01', path: '/m/points/card', sizes: phone },
  { name: 'home', place: 'phone', account: null, path: '/m/', sizes: phone },
  { name: 'report', place: 'phone', account: null, path: '/m/report', sizes: [...phone, narrow], act: fillReport, readme: true },
  { name: 'report-empty', place: 'phone', account: null, path: '/m/report', sizes: phone },
  { name: 'report-missing', place: 'phone', account: null, path: '/m/report', sizes: phone, act: press('提交', 'Submit') },
  { name: 'report-area', place: 'phone', account: null, path: '/m/report', sizes: phone, act: press('按名称选', 'By name') },
  { name: 'report-class', place: 'phone', account: null, path: '/m/report', sizes: phone, act: press('选类别', 'Choose a class') },
  { name: 'story', place: 'phone', account: null, path: ({ number }) => `/m/case/${number}`, sizes: [...phone, narrow] },
  { name: 'story-unknown', place: 'phone', account: null, path: '/m/case/2611-0000-0000', sizes: phone },
  { name: 'rounds', place: 'phone', account: 'wangge01', path: '/m/rounds', sizes: [...phone, narrow] },
  { name: 'points-household', place: 'phone', account: 'jumin', path: '/m/points/household', sizes: [...phone, narrow] },
  { name: 'points-counter', place: 'phone', account: 'yicang01', path: '/m/points/counter', sizes: phone },
  { name: 'round-form', place: 'phone', account: 'wangge01', path: '/m/rounds/visit', sizes: phone },
  { name: 'rounds-diary', place: 'phone', account: 'wangge01', path: '/m/rounds/diary', sizes: phone },
  { name: 'rounds-orders', place: 'phone', account: 'wangge01', path: '/m/rounds/orders', sizes: phone },
  { name: 'rounds-visits', place: 'phone', account: 'wangge01', path: '/m/rounds/visits', sizes: phone },
  { name: 'sign-in', place: 'phone', account: null, path: '/m/sign-in', sizes: phone },
  { name: 'resident', place: 'phone', account: 'jumin', path: '/m/', sizes: phone },
  { name: 'today', place: 'phone', account: 'wangge01', path: '/m/', sizes: [...phone, narrow], readme: true },
  { name: 'grid', place: 'phone', account: 'wangge01', path: '/m/grid', sizes: phone },
  { name: 'me', place: 'phone', account: 'wangge01', path: '/m/me', sizes: phone },
  { name: 'password', place: 'phone', account: 'wangge01', path: '/m/me/password', sizes: phone },
  { name: 'security', place: 'phone', account: 'wangge01', path: '/m/me/security', sizes: [...phone, narrow] },
  { name: 'outbox', place: 'phone', account: 'wangge01', path: '/m/outbox', sizes: phone },
  { name: 'outbox-full', place: 'phone', account: 'wangge01', path: '/m/', sizes: phone, act: queueTwo },
  { name: 'visit-form', place: 'phone', account: 'wangge01', path: '/m/rounds', sizes: [...phone, narrow], act: fillVisit },
  { name: 'large-rounds', place: 'phone', account: 'wangge01', path: '/m/rounds', sizes: [...phone, narrow], largePrint: true },
  { name: 'large-visit', place: 'phone', account: 'wangge01', path: '/m/rounds', sizes: phone, largePrint: true, act: fillVisit },
  { name: 'large-outbox', place: 'phone', account: 'wangge01', path: '/m/', sizes: phone, largePrint: true, act: queueTwo },
  { name: 'large-me', place: 'phone', account: 'wangge01', path: '/m/me', sizes: phone, largePrint: true },
  { name: 'work', place: 'phone', account: 'wangge01', path: ({ workerTodo }) => `/m/work/${workerTodo}`, sizes: [...phone, narrow] },
  { name: 'verify', place: 'phone', account: 'wangge01', path: ({ workerTodo }) => `/m/work/${workerTodo}/verify`, sizes: phone },
  { name: 'handler-today', place: 'phone', account: 'huanwei01', path: '/m/', sizes: phone },
  { name: 'handler-work', place: 'phone', account: 'huanwei01', path: ({ handlerTodo }) => `/m/work/${handlerTodo}`, sizes: phone },
  { name: 'handler-deliver', place: 'phone', account: 'huanwei01', path: ({ handling }) => `/m/work/${handling}/deliver`, sizes: phone },
  { name: 'handler-return', place: 'phone', account: 'huanwei01', path: ({ handlerTodo }) => `/m/work/${handlerTodo}/return`, sizes: phone },
  { name: 'large-home', place: 'phone', account: null, path: '/m/', sizes: phone, largePrint: true },
  { name: 'large-report', place: 'phone', account: null, path: '/m/report', sizes: [...phone, narrow], largePrint: true, act: fillReport },
  { name: 'large-today', place: 'phone', account: 'wangge01', path: '/m/', sizes: [...phone, narrow], largePrint: true },
  { name: 'large-work', place: 'phone', account: 'wangge01', path: ({ workerTodo }) => `/m/work/${workerTodo}`, sizes: phone, largePrint: true },
  { name: 'not-found', place: 'phone', account: 'wangge01', path: '/m/nowhere', sizes: phone },
];
