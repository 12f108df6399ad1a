import type { Header, SipMessage } from '../../sip/message';
import { splitList } from '../../sip/values';
import { allProfiles, defineRule } from '../rule';

/** Headers that a message has once, with one value (RFC 3261 §20) → a bit. */
const singletons: ReadonlyMap<string, number> = new Map(
  ['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-type', 'content-length', 'refer-to'].map(
    (id, place) => [id, 1 << place],
  ),
);

export const rule = defineRule({
  id: 'sip-singleton-duplicate',
  title: 'A header that may stand once stands twice',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §7.3.1, §20', 'RFC 3515 §2.1', 'RFC 4475 §3.3.8, §3.3.9'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  check({ message, sip, report }) {
    if (!mayHaveTwo(sip)) return;
    const first = new Map<string, Header>();
    for (const header of sip.headers) {
      const { id, value, name } = header;
      if (!singletons.has(id)) continue;
      const earlier = first.get(id);
      if (earlier === undefined) {
        first.set(id, header);
        const [, second] = isAddress(id) && value.text.includes(',') ? splitList(sip.content, value) : [];
        // A comma in a name without quotes makes no second address: that is for the syntax to say.
        if (second === undefined || !sip.content.slice(second.start, second.end).includes(':')) continue;
        if (!sip.content.slice(value.start, second.start).includes(':')) continue;
        report({ in: message, at: second, message: text(name.text) });
        continue;
      }
      report({
        in: message,
        at: header,
        message: text(name.text),
        related: [{ in: message, at: earlier, message: 'The first one.' }],
      });
    }
  },
});

/** Whether one stands twice, or holds a comma: most messages are done with that. */
function mayHaveTwo({ headers }: SipMessage): boolean {
  let seen = 0;
  for (const { id, value } of headers) {
    const bit = singletons.get(id);
    if (bit === undefined) continue;
    if ((seen & bit) !== 0 || (isAddress(id) && value.text.includes(','))) return true;
    seen |= bit;
  }
  return false;
}

function isAddress(id: string): boolean {
  return id === 'from' || id === 'to' || id === 'refer-to';
}

function text(name: string): string {
  return (
    `${name} stands here a second time. Some receivers take the first, some the last, some answer 400: whoever adds it on ` +
    'the way must replace the one that is there.'
  );
}
