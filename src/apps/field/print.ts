const kept = 'jingwei.print';

/** 老年模式: everything 1.4 times as large, kept on this phone. */
export function isLargePrint(): boolean {
  return localStorage.getItem(kept) === 'large';
}

export function applyPrint(): void {
  if (isLargePrint()) document.documentElement.dataset['print'] = 'large';
  else delete document.documentElement.dataset['print'];
}

export function setLargePrint(large: boolean): void {
  if (large) localStorage.setItem(kept, 'large');
  else localStorage.removeItem(kept);
  applyPrint();
}
