/** Values that come again and again in what is held of a trace. */
import { detached } from './detached';

/** Things of which many are the same, each held once. */
export class Pool<Value> {
  private readonly values: Value[] = [];
  private readonly numbers = new Map<string, number>();

  /**
   * The number of a value.
   *
   * @param key the same of equal values
   */
  add(key: string, valueOf: () => Value): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.values.length;
    // Read back it holds no slice, which would keep the text of its block.
    this.values.push(JSON.parse(JSON.stringify(valueOf())) as Value);
    this.numbers.set(detached(key), number);
    return number;
  }

  get size(): number {
    return this.values.length;
  }

  get(number: number): Value {
    const value = this.values[number];
    if (value === undefined) throw new RangeError('no such number');
    return value;
  }

  /** No more come. */
  close(): void {
    this.numbers.clear();
  }
}
