interface Entry<K, V> {
  readonly of: K;
  readonly value: V;
}

/**
 * Values that are read off an object once, however many ask for them. They live as long as the object; the one that was asked
 * for last lives until another one is, as many ask for the same one after another.
 */
export function perObject<K extends object, V>(read: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, Entry<K, V>>();
  let last: Entry<K, V> | undefined;
  return (of) => {
    if (last?.of === of) return last.value;
    let entry = known.get(of);
    if (entry === undefined) {
      entry = { of, value: read(of) };
      known.set(of, entry);
    }
    last = entry;
    return entry.value;
  };
}

/** What is remembered by a text. It forgets all when it is full, so that no input can fill the memory. */
export class BoundedMemo<V> {
  readonly #known = new Map<string, V>();
  #characters = 0;

  /**
   * @param most entries that it holds at one time
   * @param mostCharacters of all their texts
   */
  constructor(
    private readonly most: number,
    private readonly mostCharacters = Infinity,
  ) {}

  get(key: string): V | undefined {
    return this.#known.get(key);
  }

  set(key: string, value: V): void {
    if (this.#known.size >= this.most || this.#characters + key.length > this.mostCharacters) {
      this.#known.clear();
      this.#characters = 0;
    }
    if (!this.#known.has(key)) this.#characters += key.length;
    this.#known.set(key, value);
  }
}
