import { expect, test } from 'vitest';
import { isWeakCode } from './weak-code.ts';

test.each(['', '12345', '123456', '987654', '888888', '121212', '19800101', 'abcdef', '１２３４５６'])('%s is no code', (code) => { expect(isWeakCode(code)).toBe(true); });
test.each(['730512', '904417', '20261399', '135790246'])('%s is one', (code) => { expect(isWeakCode(code)).toBe(false); });
