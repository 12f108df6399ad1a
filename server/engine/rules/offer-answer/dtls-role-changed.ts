import type { Body } from '../../calls/call';
import { effectiveAttribute, isRejected } from '../../sdp/query';
import { fingerprintOf } from '../../sdp/fingerprint';
import type { AttributeLine, MediaSection } from '../../sdp/sdp';
import { allProfiles, defineRule, type PairSubject } from '../rule';
import { acceptedStreams, isRepeated, type Stream } from './streams';
import { destinations, goingOn, isSameDestination, type GoingOn } from './earlier';
import { setupRole } from '../srtp/setup-lines';

export const rule = defineRule({
  id: 'dtls-role-changed',
  title: 'The ends of a DTLS association change their roles while it goes on',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5763 §6.6', 'RFC 8842'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  check(subject) {
    const { offer, answer, exchange } = subject;
    if (answer.previousAgreed === null || offer.previousAgreed === null || isRepeated(exchange, answer))
      return;
    for (const stream of acceptedStreams(offer.sdp, answer.sdp)) judge(subject, stream);
  },
});

type Role = 'active' | 'passive';

function judge({ offer, answer, report }: PairSubject, { offered, answered }: Stream): void {
  const ofOfferer = continued(offer, offered);
  const ofAnswerer = continued(answer, answered);
  if (ofOfferer === null || ofAnswerer === null) return;
  if (!keepsAssociation(offer, ofOfferer) || !keepsAssociation(answer, ofAnswerer)) return;
  const was =
    roleOf(ofAnswerer.previous, ofAnswerer.before) ?? other(roleOf(ofOfferer.previous, ofOfferer.before));
  const is = roleOf(answer, answered);
  const line = setupLine(answer, answered);
  if (was === null || is === null || line === null || was === is) return;
  // An offerer who says more than actpass forces the roles.
  const forcing = roleOf(offer, offered) === null ? null : setupLine(offer, offered);
  const [by, at, who] = forcing === null ? [answer, line, 'answerer'] : [offer, forcing, 'offerer'];
  report({
    in: by,
    at: setupRole(at),
    message:
      `The answerer was ${was} and is now ${is}, with the same fingerprints and the same addresses. The association goes ` +
      'on and no new handshake may come, so one side waits for it in vain, or the call goes silent after hold or resume. ' +
      `The ${who} must keep the roles, or give a new fingerprint or transport.`,
    related: [
      {
        in: ofAnswerer.previous,
        at: setupLine(ofAnswerer.previous, ofAnswerer.before) ?? ofAnswerer.before.line,
        message: 'What this side said before.',
      },
    ],
  });
}

function continued(body: Body, media: MediaSection): GoingOn | null {
  return goingOn(body).find(({ after }) => after === media && !isRejected(after)) ?? null;
}

/** The same certificate over the same transport, and no new id (RFC 8842). */
function keepsAssociation(body: Body, stream: GoingOn): boolean {
  const { previous, before, after } = stream;
  const was = effectiveAttribute(previous.sdp, before, 'fingerprint');
  const is = effectiveAttribute(body.sdp, after, 'fingerprint');
  if (was === null || is === null || printOf(was) !== printOf(is)) return false;
  const isSame = ['tls-id', 'ice-ufrag', 'ice-pwd'].every(
    (name) =>
      textOf(effectiveAttribute(previous.sdp, before, name)) ===
      textOf(effectiveAttribute(body.sdp, after, name)),
  );
  if (!isSame) return false;
  // With ICE the transport is what the checks selected.
  if (effectiveAttribute(body.sdp, after, 'ice-ufrag') !== null) return true;
  const ends = destinations(body, stream);
  return ends !== null && isSameDestination(ends.was, ends.is);
}

function printOf(line: AttributeLine): string {
  const { hash, octets } = fingerprintOf(line);
  return `${hash.text} ${octets.text}`.toUpperCase();
}

function textOf(line: AttributeLine | null): string | null {
  return line?.attribute.value?.text.trim() ?? null;
}

function setupLine({ sdp }: Body, media: MediaSection): AttributeLine | null {
  return effectiveAttribute(sdp, media, 'setup');
}

/** Null for actpass, and where nothing is said. */
function roleOf(body: Body, media: MediaSection): Role | null {
  const line = setupLine(body, media);
  const text = line === null ? '' : setupRole(line).text.toLowerCase();
  return text === 'active' || text === 'passive' ? text : null;
}

function other(role: Role | null): Role | null {
  return role === null ? null : role === 'active' ? 'passive' : 'active';
}
