/** What one owner remembers of an object, and what others do. */
interface Entry {
  readonly owner: object;
  value: unknown;
  next: Entry | undefined;
}

/** Gives the object that it is asked to construct, so that a class below it puts its private fields on that object. */
const Given = function (of: object): object {
  return of;
} as unknown as new (of: object) => object;

/**
 * Entries that hang on their object itself, unseen by whoever spreads, compares or prints it. In a `WeakMap` they would keep
 * objects alive for longer: while V8 collects what is young, it takes all that an old map holds for alive.
 */
class Remembered extends Given {
  #first: Entry | undefined;

  static of(object: object, owner: object): Entry | undefined {
    let entry = #first in object ? object.#first : undefined;
    while (entry !== undefined && entry.owner !== owner) entry = entry.next;
    return entry;
  }

  static add(object: object, owner: object, value: unknown): void {
    const entry: Entry = { owner, value, next: undefined };
    if (!(#first in object)) new Remembered(object).#first = entry;
    else if (object.#first === undefined) object.#first = entry;
    else {
      // Behind the others: what is asked first is asked most.
      let last = object.#first;
      while (last.next !== undefined) last = last.next;
      last.next = entry;
    }
  }
}

/**
 * Values that are read off an object once, however many ask for them. They live as long as the object.
 *
 * @param read may look at what it is given beside the object only if that is always the same for one object
 */
export function perObject<K extends object, V>(read: (of: K) => V): (of: K) => V;
export function perObject<K extends object, B, V>(read: (of: K, beside: B) => V): (of: K, beside: B) => V;
export function perObject<K extends object, B, V>(read: (of: K, beside: B) => V): (of: K, beside: B) => V {
  return (of, beside) => {
    const entry = Remembered.of(of, read);
    if (entry !== undefined) return entry.value as V;
    const value = read(of, beside);
    Remembered.add(of, read, value);
    return value;
  };
}

/** The value that was last set beside an object. It lives as long as the object. */
export class Beside<K extends object, V> {
  get(of: K): V | undefined {
    return Remembered.of(of, this)?.value as V | undefined;
  }

  set(of: K, value: V): void {
    const entry = Remembered.of(of, this);
    if (entry === undefined) Remembered.add(of, this, value);
    else entry.value = value;
  }
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

  /** What is remembered by a text; made where that is nothing. */
  of(key: string, make: () => V): V {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const value = make();
    this.set(key, value);
    return value;
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
