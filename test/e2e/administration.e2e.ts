import exceljs from 'exceljs';
import { expect } from 'vitest';
import { z } from 'zod';
import { areaNamed } from '../support/arrange.ts';
import { journey, sees, type Cast, type Person } from '../support/journey.ts';

/** Gives a file to the panel that asks for one. */
async function give({ page }: Person, name: string, mimeType: string, content: string | Buffer): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByText(/^点这里选文件|^换一个文件/).click()]);
  await chooser.setFiles({ name, mimeType, buffer: Buffer.from(content) });
}

journey('the system administrator imports divisions from a list: a wrong line stops all of it, the right ones are previewed first', async (cast) => {
  const admin = await cast.person('xitong', 'desk', { start: '/admin/areas?form=divisions' });
  const { page } = admin;
  const side = page.getByRole('complementary', { name: '导入区划' });
  await give(admin, 'divisions.csv', 'text/csv', 'code,name,level,parent_code\n371502802000,纬东镇,township,371502000000\n371502803001,竹溪村,village,371502803000\n');
  await sees(side, /有误 1/);
  await sees(side, '有误的行');
  expect(await side.getByRole('button', { name: '确认导入' }).isDisabled()).toBe(true);

  await give(admin, 'divisions.csv', 'text/csv', 'code,name,level,parent_code\n371502802000,纬东镇,township,371502000000\n371502802001,竹溪村,village,371502802000\n');
  await sees(side, '新增 2');
  await sees(side, '竹溪村');
  await side.getByRole('button', { name: '确认导入 2 行' }).click();
  await sees(side, '已导入：新增 2');
  await page.getByPlaceholder('名称、代码或拼音首字母').fill('zxc');
  await page.getByRole('region', { name: '区域树' }).getByRole('button').filter({ hasText: '竹溪村' }).click();
  await sees(page, '371502802001');
});

journey('a grid that overlaps its neighbours is told, shown on the map and saved only after it was looked at', async (cast) => {
  const admin = await cast.person('xitong', 'desk', { start: '/admin/areas?form=grids' });
  const side = admin.page.getByRole('complementary', { name: '导入网格' });
  const square = await squareIn(cast, '知行社区');
  const file = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { name: '第9网格', communityCode: square.code, households: 80 }, geometry: { type: 'Polygon', coordinates: [square.ring] } }] };
  await give(admin, 'grids.geojson', 'application/geo+json', JSON.stringify(file));
  await sees(side, /重叠、空隙、越界 \d+ 处/);
  await side.getByRole('listitem').filter({ hasText: '重叠' }).getByRole('button').first().click();
  const confirm = side.getByRole('button', { name: /^确认导入/ });
  expect(await confirm.isDisabled()).toBe(true);
  await side.getByRole('checkbox', { name: '我已核对，按现状导入' }).check();
  await confirm.click();
  await sees(side, '已导入：新增 1');
});

journey('a grid is drawn on the map and checked', async (cast) => {
  const area = await areaNamed(cast, '鹿鸣村');
  const admin = await cast.person('xitong', 'desk', { start: `/admin/areas?area=${area}&form=drawNew` });
  const { page } = admin;
  const side = page.getByRole('complementary', { name: '在“鹿鸣村”里画新网格' });
  await sees(side, '还没有画');
  const map = page.getByRole('region', { name: '区域边界' }).locator('canvas');
  await map.waitFor();
  const box = await map.boundingBox();
  if (!box) throw new Error('The map has no place on the page.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // A map that is still being drawn takes no corner: the first is put until it is counted.
  await expect.poll(async () => {
    await page.mouse.click(x - 60, y - 50);
    return side.getByRole('status').first().innerText();
  }, { interval: 800 }).toContain('已画 1 个角点');
  await page.mouse.click(x + 60, y - 50);
  await sees(side, '已画 2 个角点');
  await page.mouse.click(x + 20, y + 60);
  await sees(side, '已画 3 个角点');
  await side.getByRole('button', { name: '检查重叠和空隙' }).click();
  await sees(side, /有 \d+ 处问题，点一条看在哪里/);
  await sees(side, '重叠');
});

journey('the security administrator imports people from Excel: a wrong cell is told by row and column, then it is right', async (cast) => {
  const admin = await cast.person('anquan', 'desk', { start: '/admin/people?form=import' });
  const side = admin.page.getByRole('complementary', { name: '从 Excel 导入人员和岗位' });
  const rows = [['夏青禾', 'xiaqinghe', '网格员', '371502801008'], ['柏朝晖', 'baizhaohui', '飞行员', '371502801008']];
  await give(admin, '人员.xlsx', xlsxType, await workbook(rows));
  await sees(side, /有误 1/);
  const wrong = side.getByRole('row').filter({ hasText: '飞行员' }).or(side.getByRole('row').filter({ hasText: '角色' })).last();
  await sees(wrong, '3');
  expect(await side.getByRole('button', { name: '确认导入' }).isDisabled()).toBe(true);

  await give(admin, '人员.xlsx', xlsxType, await workbook(rows.map((row) => row.map((cell) => (cell === '飞行员' ? '网格员' : cell)))));
  await sees(side, '新增');
  await side.getByRole('button', { name: /^确认导入 \d+ 行/ }).click();
  await sees(side, /^已导入：新增/);
  await admin.page.getByPlaceholder('姓名或账号').fill('baizhaohui');
  await admin.page.getByRole('table', { name: '人员与岗位' }).getByRole('row').filter({ hasText: '柏朝晖' }).waitFor();
});

journey('who is suspended is out at once, and the audit administrator sees who did it and why', async (cast) => {
  const [suspended, other] = [await cast.person('xunluoer01', 'desk'), await cast.person('xunluoer01', 'phone')];
  await sees(suspended.page, '实时');
  const security = await cast.person('anquan', 'desk', { start: '/admin/people?text=xunluoer01' });
  await security.page.getByRole('table', { name: '人员与岗位' }).getByRole('row').filter({ hasText: suspended.name }).click();
  await security.page.getByRole('button', { name: '停用账号' }).click();
  const side = security.page.getByRole('complementary', { name: `停用“${suspended.name}”` });
  await side.getByLabel('原因').fill('工作证遗失，先停用');
  await side.getByRole('button', { name: '停用', exact: true }).click();
  await sees(security.page, '已停用');

  cast.expects(401, '/api/'); // that is how his open pages learn it
  // Without a touch, at the desk and on the phone; and he may not come in again.
  await sees(suspended.page, '登录已失效');
  await sees(other.page, '登录已失效');
  cast.expects(403, '/api/identity/sign-in');
  await suspended.page.getByLabel('密码').fill(cast.passwordOf('xunluoer01'));
  await suspended.page.getByRole('button', { name: '登录', exact: true }).click();
  await sees(suspended.page.getByRole('dialog').getByRole('alert'), '停用');

  const audit = await cast.person('shenji', 'desk');
  const entry = audit.page.getByRole('table', { name: '审计' }).getByRole('row').filter({ hasText: '停用或恢复账号' }).filter({ hasText: security.name }).first();
  await entry.click();
  await sees(audit.page.getByRole('complementary'), '工作证遗失，先停用');
});

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function workbook(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('人员');
  sheet.addRow(['姓名', '账号', '角色', '区域编码']);
  for (const row of rows) sheet.addRow([...row]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

const outlined = z.object({ features: z.array(z.object({ properties: z.object({ name: z.string(), longitude: z.number(), latitude: z.number() }) })) });

/** Some two hundred metres around the middle of the first grid of a community. */
async function squareIn(cast: Cast, community: string): Promise<{ code: string; ring: number[][] }> {
  const id = await areaNamed(cast, community);
  const api = await cast.api('diaodu01');
  const { features: [grid] } = outlined.parse(await api.get('geography/shapes', { withinId: id, kind: 'grid' }));
  const { code } = z.object({ code: z.string() }).parse(await api.get('geography/area', { areaId: id }));
  if (!grid) throw new Error(`${community} has no grid with an outline.`);
  const { longitude: x, latitude: y } = grid.properties;
  return { code, ring: [[x - 0.001, y - 0.001], [x + 0.001, y - 0.001], [x + 0.001, y + 0.001], [x - 0.001, y + 0.001], [x - 0.001, y - 0.001]] };
}
