import { describe, expect, test } from 'vitest';
import { officialCalendar } from '../calendar-data.ts';
import { readNotice } from './notice.ts';

// 国办发明电〔2025〕7号, a public notice.
const notice2026 = `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`;

describe('the yearly notice', () => {
  test('as it is published, gives the same days as the shipped calendar', () => {
    const { days, unread } = readNotice(notice2026, 2026);
    expect(unread).toEqual([]);
    const read = Object.fromEntries(days.map(({ day, kind }) => [day, kind]));
    const shipped = Object.fromEntries(Object.entries(officialCalendar().days).filter(([day]) => day.startsWith('2026-')).map(([day, { kind }]) => [day, kind]));
    expect(read).toEqual(shipped);
    expect(days.find(({ day }) => day === '2026-02-28')).toEqual({ day: '2026-02-28', kind: 'work', name: '春节' });
  });

  test.each<[string, number, [string, string, string][]]>([
    ['元旦：2027年12月31日至2028年1月2日放假。', 2028, [['2027-12-31', 'off', '元旦'], ['2028-01-01', 'off', '元旦'], ['2028-01-02', 'off', '元旦']]],
    ['2027-01-01 放假 元旦', 2027, [['2027-01-01', 'off', '元旦']]],
    ['2027/2/6\t班\t春节', 2027, [['2027-02-06', 'work', '春节']]],
    ['2027-10-01 至 2027-10-03,off,National Day', 2027, [['2027-10-01', 'off', 'National Day'], ['2027-10-02', 'off', 'National Day'], ['2027-10-03', 'off', 'National Day']]],
    ['2027.5.1～2027.5.2，休，劳动节', 2027, [['2027-05-01', 'off', '劳动节'], ['2027-05-02', 'off', '劳动节']]],
    ['5月1日、5月3日放假', 2027, [['2027-05-01', 'off', ''], ['2027-05-03', 'off', '']]],
    ['中秋节：9月30日至10月2日放假', 2027, [['2027-09-30', 'off', '中秋节'], ['2027-10-01', 'off', '中秋节'], ['2027-10-02', 'off', '中秋节']]],
  ])('%s', (line, year, expected) => {
    const { days, unread } = readNotice(line, year);
    expect(unread).toEqual([]);
    expect(days.map(({ day, kind, name }) => [day, kind, name])).toEqual(expected);
  });

  test.each([
    ['2月30日放假'], ['13月1日放假'], ['10月7日至1日放假'], ['10月1日'], ['1月1日至3月31日放假'], ['2027-02-29 放假 x'], ['春节放假调休'],
  ])('%s is not understood', (line) => {
    expect(readNotice(line, 2027)).toEqual({ days: [], unread: [line] });
  });

  test('what speaks of no day is passed over', () => {
    expect(readNotice('各省、自治区、直辖市人民政府：\n经国务院批准，现将通知如下。\n\n', 2027)).toEqual({ days: [], unread: [] });
  });

  test('of a day that is named twice the last word holds', () => {
    expect(readNotice('2027-01-02 放假 元旦\n2027-01-02 上班 元旦', 2027).days).toEqual([{ day: '2027-01-02', kind: 'work', name: '元旦' }]);
  });
});
