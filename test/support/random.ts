/** A seeded source of numbers in [0, 1) (splitmix64, as in the golden pack), so that every volume can be made again. */
export function splitmix64(seed: number | bigint): () => number {
  const mask = (1n << 64n) - 1n;
  let state = BigInt(seed) & mask;
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & mask;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    z ^= z >> 31n;
    return Number(z >> 11n) * 2 ** -53;
  };
}
