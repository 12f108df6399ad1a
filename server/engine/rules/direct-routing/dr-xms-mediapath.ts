import type { CallMessage } from '../../calls/call';
import { isLiteralAddress } from '../../network/address-classes';
import { liesIn, parseAddressNumber, type Prefix } from '../../network/prefix';
import type { Network } from '../../network/network';
import { defaultRtpDestination, usedStreams } from '../../sdp/query';
import { factsOf } from '../../sip/facts';
import { headerOf, tokensOf } from '../../sip/values';
import { parseUri } from '../../sip/uri';
import type { SipMessage } from '../../sip/message';
import { isSip } from '../../traces/message';
import { defineRule, teamsProfiles, type CallSubject } from '../rule';

export const rule = defineRule({
  id: 'dr-xms-mediapath',
  title: 'X-MS-MediaPath does not fit where the call goes, or what the SBC answers',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Configure Local Media Optimization for Direct Routing, "X-MS headers"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'call',
  check(subject) {
    const { call } = subject;
    if (call.sides.callee !== 'sbc') return;
    for (const message of call.messages) {
      const { side, message: traced, retransmissionOf } = message;
      if (side !== 'teams' || retransmissionOf !== null || !isSip(traced)) continue;
      const { status, method, toTag } = factsOf(traced.parsed);
      if (status === null && method === 'INVITE' && toTag === '')
        checkInvite(subject, message, traced.parsed);
    }
  },
});

function checkInvite(
  { call, facts: { network }, report }: CallSubject,
  invite: CallMessage,
  sip: SipMessage,
): void {
  const header = headerOf(sip, 'x-ms-mediapath');
  if (header === undefined || sip.startLine.kind !== 'request') return;
  const names = tokensOf(sip, header);
  const last = names.at(-1);
  if (last === undefined) return;
  const { host } = parseUri(sip.content, sip.startLine.uri.start, sip.startLine.uri.end);
  if (host.text.toLowerCase() !== last.text.toLowerCase() && !isLiteralAddress(host.text)) {
    report({
      in: invite,
      at: last,
      message:
        `The path of the media ends at ${last.text}, and the call goes to ${host.text}. The last name is that of the SBC which ` +
        'the call is for: look at the trunk and its proxy SBC in the tenant, and at manipulations on the way.',
    });
    return;
  }
  if (names.length > 1) return;
  const wanted = wantedAddresses(headerOf(sip, 'x-ms-userlocation')?.value.text.toLowerCase(), network);
  if (wanted === null) return;
  const answer = call.bodies.find(({ side, role, isCut }) => side === 'sbc' && role === 'answer' && !isCut);
  const [media] = answer === undefined ? [] : usedStreams(answer.sdp);
  const destination =
    answer === undefined || media === undefined ? null : defaultRtpDestination(answer.sdp, media);
  const address = destination === null ? null : parseAddressNumber(destination.address.text);
  if (answer === undefined || destination === null || address === null || liesIn(address, wanted.list))
    return;
  report({
    in: answer,
    at: destination.address,
    message:
      `The user is ${wanted.user}, and the SBC answers with ${destination.address.text}, which is none of its ` +
      `${wanted.kind} addresses: there is no audio, or it takes a longer way. The SBC must choose its address by ` +
      'X-MS-UserLocation.',
    related: [{ in: invite, at: header, message: 'The way that Microsoft wants.' }],
  });
}

/** Which addresses of the SBC a user reaches without a proxy SBC; null where the settings do not tell. */
function wantedAddresses(
  location: string | undefined,
  { told, sbcInternal, sbcPublic }: Network,
): { readonly user: string; readonly kind: string; readonly list: readonly Prefix[] } | null {
  if (location === 'internal' && told.has('sbc.internal'))
    return { user: 'internal', kind: 'internal', list: sbcInternal };
  if (location === 'external' && told.has('sbc.public'))
    return { user: 'external', kind: 'public', list: sbcPublic };
  return null;
}
