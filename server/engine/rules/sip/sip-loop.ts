import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import type { Signalling } from '../../evidence/signalling';
import type { SipTraceMessage } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';
import { relatedTo } from './in-call';

/** So often a request may come by one element on purpose, as where it serves both sides. */
const mostPasses = 2;

export const rule = defineRule({
  id: 'sip-loop',
  title: 'A request goes round in a circle',
  severity: 'error',
  otherwise: [
    {
      severity: 'warning',
      when: 'it may be a request that two ways brought to one receiver, and of Max-Forwards 0',
    },
  ],
  basis: 'observed',
  applies: 'either',
  source: ['RFC 3261 §16.3, §21.4.20, §21.4.21, §8.2.2.2', 'RFC 5393 §4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status }) => status === null || status === 482 || status === 483,
  check({ message, sip, traced, signalling, call, report }) {
    const { status, method, viaCount } = factsOf(sip);
    if (status === 483) {
      report({
        in: message,
        at: sip.startLine,
        message:
          '483 says that the request went through so many elements that it must be in a circle. Look which routes send it back: ' +
          'two elements take each other for the next hop of this number or domain.',
      });
      return;
    }
    if (status === 482) {
      report({
        in: message,
        at: sip.startLine,
        severity: 'warning',
        message:
          '482 says that the request was here before: it goes in a circle, or two branches of a fork lead to one receiver. Look ' +
          'which element sent it twice.',
      });
      return;
    }
    if (status !== null) return;
    const hops = headerOf(sip, 'max-forwards');
    if (hops !== undefined && /^0+$/.test(hops.value.text))
      report({
        in: message,
        at: hops.value,
        severity: 'warning',
        message:
          'Max-Forwards is 0: no element may send this request on. Either it went in a circle, or its sender began too low; it ' +
          'must begin with 70.',
      });
    if (viaCount <= mostPasses) return;
    const earlier = passesOf(signalling, traced);
    if (earlier.length <= mostPasses) return;
    report({
      in: message,
      at: sip.startLine,
      message:
        `The ${method} comes to the same element for the ${earlier.length}rd time, with more Via each time: it goes in a circle. Look ` +
        'which element behind it sends it back.',
      related: relatedTo(call, earlier[0], 'The first time.'),
    });
  },
});

/** The sights of a request at its receiver up to this one, one for each number of Via; none where it is not the third. */
function passesOf(signalling: Signalling, request: SipTraceMessage): readonly SipTraceMessage[] {
  const own = factsOf(request.parsed);
  const receiver = request.record.meta.destination;
  if (receiver === null) return [];
  const passes = new Map<number, SipTraceMessage>();
  for (const each of signalling.ofCseq(own.method, own)) {
    const { status, viaCount } = factsOf(each.parsed);
    const { destination } = each.record.meta;
    if (each.index > request.index || status !== null) continue;
    if (destination?.address !== receiver.address || destination.port !== receiver.port) continue;
    if (!passes.has(viaCount)) passes.set(viaCount, each);
  }
  return passes.size === mostPasses + 1 && passes.get(own.viaCount) === request ? [...passes.values()] : [];
}
