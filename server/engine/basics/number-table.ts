/** A row of numbers for each of very many things, on pages, so that a growing table copies nothing. */
const PAGE_BITS = 12;
const PAGE_ROWS = 1 << PAGE_BITS;

/**
 * A number of an array, 0 behind its end; a small whole one as V8 has those that are counted. As it is read, it stands in the
 * heap, and objects that hold it (`{ start, end }`) get another shape than those with counted numbers: V8 then converts
 * these one by one when they are first looked at, which takes longer than to parse what they stand for.
 */
export function numberAt(array: Float64Array, place: number): number {
  const value = array[place] ?? 0;
  const small = value | 0;
  return small === value ? small : value;
}

export class NumberTable {
  private readonly pages: Int32Array[] = [];
  private readonly widePages: Float64Array[] = [];
  private rows = 0;

  /**
   * @param width columns of whole numbers of 32 bits
   * @param wideWidth columns of large numbers
   */
  constructor(
    private readonly width: number,
    private readonly wideWidth: number,
  ) {}

  get size(): number {
    return this.rows;
  }

  /** Adds a row of zeros; gives its number. */
  add(): number {
    const row = this.rows++;
    if ((row & (PAGE_ROWS - 1)) === 0) {
      this.pages.push(new Int32Array(PAGE_ROWS * this.width));
      this.widePages.push(new Float64Array(PAGE_ROWS * this.wideWidth));
    }
    return row;
  }

  get(row: number, field: number): number {
    return this.pages[row >> PAGE_BITS]?.[(row & (PAGE_ROWS - 1)) * this.width + field] ?? 0;
  }

  set(row: number, field: number, value: number): void {
    const page = this.pages[row >> PAGE_BITS];
    if (page !== undefined) page[(row & (PAGE_ROWS - 1)) * this.width + field] = value;
  }

  getWide(row: number, field: number): number {
    const page = this.widePages[row >> PAGE_BITS];
    return page === undefined ? 0 : numberAt(page, (row & (PAGE_ROWS - 1)) * this.wideWidth + field);
  }

  setWide(row: number, field: number, value: number): void {
    const page = this.widePages[row >> PAGE_BITS];
    if (page !== undefined) page[(row & (PAGE_ROWS - 1)) * this.wideWidth + field] = value;
  }
}
