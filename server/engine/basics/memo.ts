/** Values that are read off an object once, however many ask for them. They live as long as the object. */
export function perObject<K extends object, V>(read: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (of) => {
    let entry = known.get(of);
    if (entry === undefined) {
      entry = { value: read(of) };
      known.set(of, entry);
    }
    return entry.value;
  };
}
