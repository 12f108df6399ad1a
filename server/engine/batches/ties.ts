/** What is tied to what, by names. */
import { MarkTable } from '../basics/marks';

/**
 * Sets of names of which each belongs to one. There are some ten names a call, so none is kept, but its mark: two that had
 * the same would only be taken for one, and what is then together is more than need be.
 */
export class Ties {
  private readonly named = new MarkTable();
  /** Of each node one nearer to the first of its set; its own of the first. */
  private readonly parents: number[] = [];

  /** The node of a name, a new one where it was not heard before. */
  node(name: string): number {
    const known = this.named.get(name);
    if (known !== undefined) return known;
    const node = this.parents.length;
    this.parents.push(node);
    this.named.set(name, node);
    return node;
  }

  tie(one: number, other: number): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (a !== b) this.parents[Math.max(a, b)] = Math.min(a, b);
  }

  /** Ties to a name that something has. */
  tieKnown(node: number, name: string): void {
    const other = this.named.get(name);
    if (other !== undefined) this.tie(node, other);
  }

  /** The first node of the set of one. */
  rootOf(node: number): number {
    let root = node;
    for (;;) {
      const parent = this.parents[root] ?? root;
      if (parent === root) break;
      root = parent;
    }
    let at = node;
    while (at !== root) {
      const parent = this.parents[at] ?? root;
      this.parents[at] = root;
      at = parent;
    }
    return root;
  }
}
