// What a field looks like to somebody who may know that it is there, and no more (GB/T 35273: limits of display).

/** 3 + 2 of a long number: six and four would say too much in a village, where the place and the year are known. */
export function maskIdNumber(number: string): string {
  const all = [...number];
  return all.length >= 11 ? `${all.slice(0, 3).join('')}${'*'.repeat(all.length - 5)}${all.slice(-2).join('')}` : `${'*'.repeat(Math.max(1, all.length - 2))}${all.slice(-2).join('')}`;
}

/** 张三 → 张*, 欧阳晓晓 → 欧**: how long a name is says who it is. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name.trim()];
  return rest.length === 0 ? '*' : `${first}${'*'.repeat(Math.min(2, rest.length))}`;
}

/** The street or village stays, the house goes: everything from the first digit on. */
export function maskAddress(address: string): string {
  const at = address.search(/[0-9０-９一二三四五六七八九十百]+(?:号|幢|栋|单元|室|组|户|弄|楼)|[0-9０-９]/u);
  return at < 0 ? address : `${address.slice(0, at)}***`;
}

/** `2019-04-03` → `2019`. */
export function yearOf(birthDate: string): string {
  return birthDate.slice(0, 4);
}
