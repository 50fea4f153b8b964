import { checkDigit } from './rules/id-number.ts';

/** A number that passes every check and is nobody's: there is no place 9901. Odd serials are men's. */
export function inventedIdNumber(birthDate: string, serial: number, place = '990101'): string {
  const first = `${place}${birthDate.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  return `${first}${checkDigit(first)}`;
}
