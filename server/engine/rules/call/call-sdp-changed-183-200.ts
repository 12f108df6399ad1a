import type { Answer, Body, Call } from '../../calls/call';
import type { Profile } from '../../../../shared/calls';
import { sameAddress } from '../../network/address-classes';
import {
  attributeOf,
  cryptosOf,
  defaultRtpDestination,
  direction,
  effectiveAttribute,
  hasIce,
  isRejected,
} from '../../sdp/query';
import type { AttributeLine, MediaSection } from '../../sdp/sdp';
import { isMasked } from '../../sdp/secrets';
import type { Span } from '../../basics/span';
import { allProfiles, defineRule } from '../rule';
import { changeText } from '../changed-values';
import { iceChangesBetween, repeats } from './ice-changes';

export const rule = defineRule({
  id: 'call-sdp-changed-183-200',
  title: 'The answer changes between a provisional answer and the 200',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §13.2.1', 'RFC 6337 §3.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  check({ call, profile, report }) {
    for (const { method, answers } of call.exchanges) {
      if (method !== 'INVITE') continue;
      for (const answer of answers) {
        const { body, repeats } = answer;
        const change = repeats === null ? null : changeOf(call, profile, repeats, answer);
        if (repeats === null || change === null) continue;
        report({
          in: body,
          at: change.at,
          message:
            `The ${answer.status ?? ''} names ${change.what} than the ${repeats.status ?? ''} of the same dialog. Both answer one ` +
            'offer, and the first answer counts: some callers go on with it, others change over. The callee must repeat its ' +
            'answer, and change the session with UPDATE or re-INVITE.',
          related: [{ in: repeats.body, at: change.was, message: `What the ${repeats.status ?? ''} says.` }],
        });
      }
    }
  },
});

interface Change {
  readonly at: Span;
  readonly was: Span;
  /** `another port`. */
  readonly what: string;
}

/** Teams may change its answer: the final candidates come with the 200 ("Call Acceptance"). */
function changeOf(call: Call, profile: Profile, early: Answer, late: Answer): Change | null {
  const { body } = late;
  if (repeats(early.body, body)) return null;
  if (body.side === 'teams' || body.isCut || early.body.isCut || isRenegotiated(call, early.body, body))
    return null;
  // With media bypass call-ice-changed-183-200 says what is wrong with the SBC's.
  const isBypass = profile === 'teams-bypass' && body.side === 'sbc' && hasIce(early.body.sdp);
  if (isBypass && iceChangesBetween(early.body, body).length > 0) return null;
  for (const now of body.sdp.media) {
    const before = early.body.sdp.media[now.index];
    if (before === undefined) continue;
    const change = streamChange(early.body, before, body, now);
    if (change !== null) return change;
  }
  return null;
}

/** Whether another exchange of the dialog stands between. */
function isRenegotiated({ exchanges }: Call, early: Body, late: Body): boolean {
  return exchanges.some(
    ({ offer }) => offer.toTag === late.toTag && offer.place > early.place && offer.place < late.place,
  );
}

function streamChange(early: Body, before: MediaSection, late: Body, now: MediaSection): Change | null {
  if (isRejected(before) !== isRejected(now))
    return {
      at: now.line,
      was: before.line,
      what: isRejected(now) ? 'no port any more' : 'a port now, and more',
    };
  if (isRejected(now)) return null;
  return (
    placeChange(early, before, late, now) ??
    formatChange(before, now) ??
    keyChange(before, now) ??
    valueChange(early, before, late, now) ??
    directionChange(early, before, late, now)
  );
}

function placeChange(early: Body, before: MediaSection, late: Body, now: MediaSection): Change | null {
  const was = defaultRtpDestination(early.sdp, before);
  const is = defaultRtpDestination(late.sdp, now);
  if (was === null || is === null) return null;
  if (!sameAddress(was.address.text, is.address.text))
    return {
      at: is.address,
      was: was.address,
      what: `another address${changeText(was.address.text, is.address.text, false)}`,
    };
  if (was.port === is.port) return null;
  const what = `another port${changeText(String(was.port), String(is.port), false)}`;
  return { at: is.portToken, was: was.portToken, what };
}

function formatChange(before: MediaSection, now: MediaSection): Change | null {
  const textOf = ({ description }: MediaSection): string =>
    description.formats
      .map(({ text }) => text)
      .sort()
      .join(' ');
  return textOf(before) === textOf(now)
    ? null
    : {
        at: now.line,
        was: before.line,
        what: `other codecs${changeText(textOf(before), textOf(now), false)}`,
      };
}

function keyChange(before: MediaSection, now: MediaSection): Change | null {
  const keyOf = (media: MediaSection): { readonly line: AttributeLine; readonly text: string } | null => {
    const [crypto] = cryptosOf(media);
    const key = crypto?.keyParams[0]?.keySalt.text ?? '';
    return crypto === undefined || key === '' || isMasked(key) ? null : { line: crypto.line, text: key };
  };
  const was = keyOf(before);
  const is = keyOf(now);
  return was === null || is === null || was.text === is.text
    ? null
    : { at: is.line, was: was.line, what: `another key${changeText(was.text, is.text, true)}` };
}

const values: readonly (readonly [name: string, what: string])[] = [
  ['ice-ufrag', 'another ICE ufrag'],
  ['ice-pwd', 'another ICE password'],
  ['fingerprint', 'another certificate'],
  ['setup', 'another a=setup'],
];

function valueChange(early: Body, before: MediaSection, late: Body, now: MediaSection): Change | null {
  for (const [name, what] of values) {
    const was = effectiveAttribute(early.sdp, before, name)?.attribute.value ?? null;
    const is = effectiveAttribute(late.sdp, now, name)?.attribute.value ?? null;
    if (was === null || is === null || isMasked(was.text) || isMasked(is.text)) continue;
    if (was.text.trim().toLowerCase() === is.text.trim().toLowerCase()) continue;
    return { at: is, was, what: `${what}${changeText(was.text, is.text, name === 'ice-pwd')}` };
  }
  return null;
}

function directionChange(early: Body, before: MediaSection, late: Body, now: MediaSection): Change | null {
  const was = direction(early.sdp, before);
  const is = direction(late.sdp, now);
  if (was === is) return null;
  return {
    at: attributeOf(now, is) ?? now.line,
    was: before.line,
    what: `another direction${changeText(was, is, false)}`,
  };
}
