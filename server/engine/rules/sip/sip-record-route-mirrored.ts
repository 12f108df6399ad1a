import { factsOf } from '../../sip/facts';
import { hasLostBrackets } from '../../sip/old-forms';
import { addressesOf, headerOf, type NameAddr } from '../../sip/values';
import { allProfiles, defineRule } from '../rule';
import { relatedTo } from './in-call';

export const rule = defineRule({
  id: 'sip-record-route-mirrored',
  title: 'An answer that makes a dialog does not repeat the Record-Route of the INVITE',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'the answer is a reliable provisional one' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §12.1.1, §16.7, §19.1.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method, has }) =>
    method === 'INVITE' && status !== null && status > 100 && status < 300 && (status >= 200 || has('rseq')),
  check({ message, sip, traced, signalling, call, report }) {
    const status = factsOf(sip).status ?? 0;
    if (status < 200 && headerOf(sip, 'rseq') === undefined) return;
    const request = signalling.requestOf(traced);
    if (request === null || headerOf(request.parsed, 'record-route') === undefined) return;
    if (factsOf(request.parsed).toTag !== '') return;
    if ([request, traced].some((each) => signalling.isCut(each) || hasLostBrackets(each.parsed))) return;
    const asked = addressesOf(request.parsed, 'record-route').map(keyOf);
    const answered = addressesOf(sip, 'record-route');
    // Proxies behind this hop add theirs above.
    const kept = answered.slice(-asked.length).map(keyOf);
    if (kept.length === asked.length && kept.every((each, place) => each === asked[place])) return;
    report({
      in: message,
      at: answered[0] ?? sip.startLine,
      ...(status < 200 ? { severity: 'warning' } : {}),
      message:
        `The INVITE came by ${asked.length} Record-Route, and this answer does not end with the same ones in the same order: ACK, ` +
        'BYE and re-INVITE miss the proxies of the call. Who answers must copy them all.',
      related: relatedTo(call, request, 'The INVITE.'),
    });
  },
});

/** A URI as RFC 3261 §19.1.4 compares it: the order of parameters does not count. */
function keyOf({ uri }: NameAddr): string {
  const params = uri.params
    .map(({ name, value }) => `${name.text}=${value?.text ?? ''}`.toLowerCase())
    .sort();
  return [
    uri.scheme.text.toLowerCase(),
    uri.user?.text ?? '',
    uri.host.text.toLowerCase(),
    uri.port?.text ?? '',
    ...params,
  ].join(' ');
}
