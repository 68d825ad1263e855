/**
 * Counts different texts without keeping them, by linear counting (Whang, Vander-Zanden, Taylor 1990,
 * https://doi.org/10.1145/78922.78925): exact for a few, within about one percent up to the number of its bits.
 */
export class DistinctCounter {
  readonly #bits: Uint32Array;
  readonly #size: number;
  #set = 0;

  /** `size` is a power of two; it takes an eighth of that in bytes. */
  constructor(size: number) {
    this.#size = size;
    this.#bits = new Uint32Array(size / 32);
  }

  /** True when the text was certainly not counted before. */
  add(text: string): boolean {
    const bit = hash(text) & (this.#size - 1);
    const word = bit >>> 5;
    const mask = 1 << (bit & 31);
    const bits = this.#bits[word] ?? 0;
    if ((bits & mask) !== 0) return false;
    this.#bits[word] = bits | mask;
    this.#set++;
    return true;
  }

  get estimate(): number {
    const zeros = Math.max(this.#size - this.#set, 1);
    return Math.round(this.#size * Math.log(this.#size / zeros));
  }
}

/** 32-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) with MurmurHash3's finish, which spreads the low bits. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
};
