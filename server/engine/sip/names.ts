/** Header names (RFC 3261 §7.3.1, §7.3.3 and the IANA registry of compact forms). */

const compactForms: ReadonlyMap<string, string> = new Map([
  ['a', 'accept-contact'],
  ['b', 'referred-by'],
  ['c', 'content-type'],
  ['d', 'request-disposition'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['j', 'reject-contact'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['n', 'identity-info'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
  ['x', 'session-expires'],
  ['y', 'identity'],
]);

/** Headers whose value is a comma-separated list of addresses. */
const addressLists: ReadonlySet<string> = new Set([
  'contact',
  'route',
  'record-route',
  'path',
  'service-route',
  'history-info',
  'diversion',
  'p-asserted-identity',
  'p-preferred-identity',
]);

/** Headers that hold one address. */
const singleAddresses: ReadonlySet<string> = new Set(['from', 'to', 'refer-to', 'referred-by', 'reply-to']);

const ids = new Map<string, string>();

/** The id of a header name as written: lower case, compact forms expanded. */
export function headerId(name: string): string {
  let id = ids.get(name);
  if (id === undefined) {
    const lower = name.toLowerCase();
    id = compactForms.get(lower) ?? lower;
    // A trace repeats a few names; hostile ones shall not fill the memory.
    if (ids.size < 1000 && name.length < 64) ids.set(name, id);
  }
  return id;
}

/** Whether the header's value is one address or a list of them. */
export function holdsAddresses(id: string): boolean {
  return addressLists.has(id) || singleAddresses.has(id);
}
