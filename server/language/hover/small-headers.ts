/** Hovers of headers whose value is a few words. */
import type { SipMessage } from '../../engine/sip/message';
import { code } from '../markdown';

/** RAck: the provisional response that a PRACK acknowledges (RFC 3262 §7.2). */
export function rackFacts(text: string): readonly string[] {
  const match = /^(\d{1,10})\s+(\d{1,10})\s+(\S+)$/.exec(text.trim());
  if (match === null) return ["the response's RSeq, its CSeq number and its method are wanted"];
  const [, response = '', number = '', method = ''] = match;
  return [
    `acknowledges the response with RSeq ${code(response)}`,
    `to ${code(method)} with CSeq number ${code(number)}`,
  ];
}

const privacies: ReadonlyMap<string, string> = new Map([
  ['id', 'P-Asserted-Identity is not to be shown to the other party'],
  ['header', 'headers that tell of the sender are hidden: Via, Contact, Record-Route'],
  ['session', 'addresses of media are hidden, too'],
  ['user', 'From, Call-ID and the like tell nothing of the user'],
  ['history', 'History-Info is hidden'],
  ['critical', 'who cannot hide it must refuse the request'],
  ['none', 'nothing is to be hidden, whatever else was agreed'],
]);

/** Privacy: what is hidden (RFC 3323 §4.2, RFC 3325 §9.3, RFC 7044 §10.1). */
export function privacyFacts(text: string): readonly string[] {
  return text
    .split(';')
    .slice(0, 8)
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => `${code(word)}: ${privacies.get(word.toLowerCase()) ?? 'not a value that is registered'}`);
}

/** Content-ID: by which name headers speak of a part of the body (RFC 2392). */
export function contentIdFacts({ headers }: SipMessage, text: string): readonly string[] {
  const id = text.replace(/^<|>$/g, '');
  const users = headers.filter(({ value }) => id !== '' && value.text.includes(`cid:${id}`));
  return [
    `named ${code(`cid:${id}`)} elsewhere`,
    users.length === 0
      ? 'no header of the message speaks of it'
      : `spoken of by ${users.map(({ name }) => code(name.text)).join(', ')}`,
  ];
}
