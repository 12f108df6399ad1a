import { SECOND } from '../../basics/durations';
import type { Signalling } from '../../evidence/signalling';
import { hasFlag } from '../../sdp/query';
import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import { bypassProfile, defineRule } from '../rule';
import { finalOf, statusOfFinal } from './pending';
import { inLeg, invitesOf, isInDialog, startOf, type Sent } from './transactions';

/** Who gets no answer gives up after 64 × T1 (RFC 3261 §17.1.1.2). */
const longestWait = 32 * SECOND;

export const rule = defineRule({
  id: 'call-final-reinvite-rejected',
  title: 'The SBC does not accept the re-INVITE that tells which candidates ICE chose',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Direct Routing media protocols, "Terminology": Re-Invite',
    'RFC 8839 §4.4.1.2.2',
    'RFC 5245 §9.2.3',
  ],
  profiles: bypassProfile,
  fixable: false,
  scope: 'call',
  check({ call, signalling, report }) {
    for (const { request } of invitesOf(call)) {
      if (request.in.side !== 'teams' || !isInDialog(request) || !namesChosen(request)) continue;
      const final = finalOf(signalling, request.message);
      const status = statusOfFinal(final);
      if (
        final === null
          ? !signalling.wouldShow('receiver', request.message, longestWait)
          : isFine(signalling, request, status)
      )
        continue;
      const at = final === null ? null : inLeg(call, final);
      if (final !== null && at === null) continue;
      report({
        in: (at ?? request).in,
        at: startOf(at ?? request),
        message:
          (status === null
            ? 'The SBC does not answer this re-INVITE. '
            : `The SBC refuses the re-INVITE of Teams with ${status}. `) +
          'Its a=remote-candidates tells which candidates ICE chose; it changes nothing, and without a 200 with SDP the two ' +
          'sides may use different paths, or Teams ends the call. The SBC must accept re-INVITEs from Teams.',
        related: at === null ? [] : [{ in: request.in, at: startOf(request), message: 'The re-INVITE.' }],
      });
    }
  },
});

function namesChosen({ sip }: Sent): boolean {
  return sip.parts.some(
    ({ sdp }) => sdp?.media.some((media) => hasFlag(media, 'remote-candidates')) === true,
  );
}

/** Accepted, put off and accepted later, or of a call that was over. */
function isFine(signalling: Signalling, request: Sent, status: number | null): boolean {
  if (status === null || status < 300) return true;
  const final = finalOf(signalling, request.message);
  const isOver = signalling
    .ofMethod('BYE')
    .some(({ parsed, index }) => factsOf(parsed).status === null && index < (final?.index ?? Infinity));
  if (isOver) return true;
  const mayRetry =
    [401, 407, 491].includes(status) ||
    (status === 500 && final !== null && headerOf(final.parsed, 'retry-after') !== undefined);
  const next = mayRetry ? signalling.nextRequestOf(request.message) : null;
  const answered = next === null ? null : statusOfFinal(finalOf(signalling, next));
  return next !== null && (answered === null || answered < 300);
}
