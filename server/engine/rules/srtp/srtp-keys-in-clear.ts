import type { Body, Call } from '../../calls/call';
import { hopSecurity } from '../../evidence/signalling';
import { addressClass } from '../../network/address-classes';
import type { KeyParam } from '../../sdp/crypto';
import { isSip } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';
import { isMasked, readableCryptosOf } from './crypto-lines';

export const rule = defineRule({
  id: 'srtp-keys-in-clear',
  title: 'The keys of the media travel over signalling that is not encrypted',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'unless both ends are seen to be public addresses' }],
  basis: 'should',
  applies: 'either',
  source: ['RFC 4568 §8.3', 'Plan Direct Routing, "SIP signaling"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  check({ call, profile, report }) {
    const leaks = call.bodies.flatMap((body) => leakIn(call, body) ?? []);
    const [first] = leaks.filter(({ isPublic }) => isPublic).concat(leaks);
    if (first === undefined) return;
    const { body, key, isPublic } = first;
    report({
      in: body,
      at: key.keySalt,
      ...(isPublic ? {} : { severity: 'info' as const }),
      message:
        'The key stands in signalling that is not encrypted: whoever sees it ' +
        'can decrypt the call. Send the signalling over TLS on this leg' +
        (profile !== 'rfc' && isPublic
          ? '; Microsoft takes nothing else.'
          : ', unless the network around it is trusted.'),
    });
  },
});

interface Leak {
  readonly body: Body;
  readonly key: KeyParam;
  /** The hop leads from one public address to another. */
  readonly isPublic: boolean;
}

function leakIn(call: Call, body: Body): Leak | null {
  const message = call.messages[body.place]?.message;
  if (message === undefined || !isSip(message) || hopSecurity(message) !== 'clear') return null;
  const [key] = readableCryptosOf(body)
    .flatMap(({ keyParams }) => keyParams)
    .filter((each) => each.keyOctets !== null && !isMasked(each));
  if (key === undefined) return null;
  const { source, destination } = message.record.meta;
  const isPublic = [source, destination].every(
    (end) => end !== null && addressClass(end.address) === 'public',
  );
  return { body, key, isPublic };
}
