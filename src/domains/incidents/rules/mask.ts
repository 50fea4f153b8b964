// What somebody who may not know the reporter may not read in free text: a unit does not learn who complained of it.

/** Telephone numbers as people write them: with blanks or hyphens, with +86, of a fixed line with its area code, or named as a telephone. */
const mobile = /(?<!\d)(?:(?:\+|00)?86[\s-]?)?1[3-9](?:[\s.-]?\d){9}(?!\d)/g;
const fixedLine = /(?<!\d)\(?0\d{2,3}\)?[\s-]?\d{7,8}(?!\d)/g;
const localLine = /(?<=(?:电话|座机|手机|联系|号码|微信|QQ|[Tt]el|[Pp]hone)\D{0,6})\d{5,12}(?!\d)/g;
/** Identity numbers of eighteen and of fifteen digits, and the long numbers of bank cards. */
const identity = /(?<!\d)\d{6}[\s-]?(?:18|19|20)\d{2}[\s-]?\d{4}[\s-]?\d{3}[\dXx](?!\d)/g;
const longNumber = /(?<!\d)\d{15,19}(?!\d)/g;

/** Telephone and identity numbers covered digit by digit; everything else stays, and so does the length. */
export function maskContacts(text: string): string {
  // Matched in half-width form, which has the same length, so that full-width digits hide nothing.
  const plain = text.replace(/[０-９Ｘｘ＋－（）　]/g, (wide) => (wide === '　' ? ' ' : String.fromCharCode(wide.charCodeAt(0) - 0xfee0)));
  const covered = [...text.split('')];
  for (const pattern of [identity, mobile, fixedLine, localLine, longNumber]) {
    for (const found of plain.matchAll(pattern)) {
      for (let at = found.index; at < found.index + found[0].length; at += 1) if (/[\dXx]/.test(plain[at] ?? '')) covered[at] = '*';
    }
  }
  return covered.join('');
}
