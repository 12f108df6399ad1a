/** Numbers for pairs of whole numbers of 32 bits, from 0 in the order in which they are met. */
export class NumberPairs {
  private ones = new Int32Array(1 << 8);
  private others = new Int32Array(1 << 8);
  /** Numbers by hash, one more than they are; 0 where none stands. */
  private slots = new Int32Array(1 << 9);
  private count = 0;
  /** So that nobody can prepare pairs that all hash to one. */
  private readonly seed = Math.floor(Math.random() * 0x7fffffff);

  /** The number of a pair, which is known from now on. */
  of(one: number, other: number): number {
    const { ones, others, slots } = this;
    let slot = this.slotOf(one, other);
    for (let next = slots[slot] ?? 0; next !== 0; next = slots[slot] ?? 0) {
      if (ones[next - 1] === (one | 0) && others[next - 1] === (other | 0)) return next - 1;
      slot = (slot + 1) & (slots.length - 1);
    }
    return this.add(one, other, slot);
  }

  private add(one: number, other: number, slot: number): number {
    const number = this.count++;
    this.ones[number] = one;
    this.others[number] = other;
    this.slots[slot] = number + 1;
    if (this.count === this.ones.length) this.grow();
    return number;
  }

  private slotOf(one: number, other: number): number {
    let hash = Math.imul(one ^ this.seed, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ other, 0x85ebca6b);
    return (hash ^ (hash >>> 13)) & (this.slots.length - 1);
  }

  private grow(): void {
    const { ones, others, count } = this;
    this.ones = new Int32Array(count * 2);
    this.ones.set(ones);
    this.others = new Int32Array(count * 2);
    this.others.set(others);
    this.slots = new Int32Array(count * 4);
    for (let number = 0; number < count; number++) {
      let slot = this.slotOf(ones[number] ?? 0, others[number] ?? 0);
      while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1);
      this.slots[slot] = number + 1;
    }
  }
}
