/** Places put together by the groups that they are in: a list of its own for each of very many would cost more than it holds. */
export class Groups {
  /** Where in {@link places} each group begins; of one more than there are, its end. */
  private readonly starts: Int32Array;
  private readonly places: Int32Array;

  /**
   * @param groupOf the group of each place; -1 of what is in none
   * @param size how many groups there are
   */
  constructor(
    groupOf: Int32Array,
    readonly size: number,
  ) {
    const starts = new Int32Array(size + 1);
    for (const group of groupOf) if (group >= 0) starts[group + 1] = (starts[group + 1] ?? 0) + 1;
    for (let group = 0; group < size; group++)
      starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
    this.starts = starts;
    this.places = new Int32Array(starts[size] ?? 0);
    const next = starts.slice();
    for (const [place, group] of groupOf.entries()) {
      if (group < 0) continue;
      const at = next[group] ?? 0;
      this.places[at] = place;
      next[group] = at + 1;
    }
  }

  /** The places of a group, in ascending order; valid as long as the groups are. */
  of(group: number): Int32Array {
    return this.places.subarray(this.starts[group], this.starts[group + 1]);
  }
}
