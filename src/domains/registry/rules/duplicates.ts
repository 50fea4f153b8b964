// Are these two the same person? An answer with its reasons, so that a clerk can judge it; the hash of a number says it
// for certain, names and days only make it likely.

export type Likeness = {
  readonly verdict: 'certain' | 'likely' | 'possible' | 'none';
  readonly reasons: readonly Reason[];
};
export const likenessReasons = ['sameId', 'sameName', 'sameBirthDate', 'sameAddress', 'samePhone', 'differentId', 'differentSex', 'differentBirthDate'] as const;
export type Reason = (typeof likenessReasons)[number];

/** Hashes, not the numbers: nobody needs those to compare. Empty texts and nulls say nothing. */
export type Compared = {
  readonly name: string; readonly birthDate: string | null; readonly sex: string | null; readonly address: string;
  readonly idKind: string | null; readonly idHash: string | null; readonly phoneHash: string | null;
};

export function likenessOf(a: Compared, b: Compared): Likeness {
  const reasons: Reason[] = [];
  const both = (one: string | null, other: string | null): boolean => one !== null && one !== '' && other !== null && other !== '';
  const same = (one: string | null, other: string | null, yes: Reason, no?: Reason): boolean => {
    if (!both(one, other)) return false;
    if (one === other) reasons.push(yes);
    else if (no) reasons.push(no);
    return one === other;
  };
  // Of different kinds they say nothing: a passport and an identity card may well be one person's.
  const sameId = a.idKind === b.idKind && same(a.idHash, b.idHash, 'sameId', 'differentId');
  const name = same(plainName(a.name), plainName(b.name), 'sameName');
  const born = same(a.birthDate, b.birthDate, 'sameBirthDate', 'differentBirthDate');
  const address = same(plainAddress(a.address), plainAddress(b.address), 'sameAddress');
  const phone = same(a.phoneHash, b.phoneHash, 'samePhone');
  if (both(a.sex, b.sex) && a.sex !== b.sex) reasons.push('differentSex');
  return { verdict: verdictOf(), reasons };

  function verdictOf(): Likeness['verdict'] {
    if (sameId) return 'certain';
    if (reasons.includes('differentId')) return 'none';
    const against = reasons.includes('differentSex') || reasons.includes('differentBirthDate');
    if (name && born && !against) return address || phone ? 'likely' : 'possible';
    return name && !against && phone ? 'possible' : 'none';
  }
}

/** 张 三 and 张三, 阿·依 and 阿依 are one name. */
export function plainName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/[\s·•・.]/gu, '');
}

/** 前柳村 3 组 12号 and 前柳村3组12 号, 2幢 and 2栋 are one place. */
export function plainAddress(address: string): string {
  return address.normalize('NFKC').toLowerCase().replace(/[\s,，。、\-—#]/gu, '').replaceAll('幢', '栋').replaceAll('房', '室');
}
