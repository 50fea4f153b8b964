/** A stream of numbers in [0, 1). The engine never makes one by itself: who asks, gives the seed, so a run can be told again. */
export type Chance = () => number;

/** xoshiro128** (Blackman and Vigna 2018), its state filled from the seed by splitmix32; 32 bits a number. */
export function seededChance(seed: number): Chance {
  let mix = seed | 0;
  const next = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix ^ (mix >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = next();
  let b = next();
  let c = next();
  let d = next();
  return () => {
    const scaled = Math.imul(b, 5);
    const drawn = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const kept = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= kept;
    d = (d << 11) | (d >>> 21);
    return drawn / 4294967296;
  };
}
