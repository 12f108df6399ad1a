import type { MediaSection, Sdp } from '../../sdp/sdp';
import { insertAfter, insertBefore } from '../edits';
import { allProfiles, defineRule, type Edit, type Fix, type PairSubject } from '../rule';
import { mediaType } from './streams';

export const rule = defineRule({
  id: 'oa-m-line-count',
  title: 'The answer has not as many m-lines as the offer',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6', 'Direct Routing media protocols, "Handling M lines in SDP"'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  check(subject) {
    const { offer, answer } = subject;
    if (offer.sdp.fragment || answer.sdp.fragment) return;
    const difference = answer.sdp.media.length - offer.sdp.media.length;
    if (difference < 0) reportMissing(subject);
    else if (difference > 0) reportSurplus(subject);
  },
});

function reportMissing({ offer, answer, report }: PairSubject): void {
  const lost = missingOf(offer.sdp, answer.sdp);
  const at = answer.sdp.media.at(-1)?.line ?? answer.sdp.lines[0];
  const firstLost = lost?.[0]?.offered ?? offer.sdp.media[answer.sdp.media.length];
  if (at === undefined || firstLost === undefined) return;
  const fix = lost === null ? null : addRejected(answer.content, answer.sdp, lost);
  report({
    in: answer,
    at,
    message:
      `${counts(offer.sdp, answer.sdp)} Every offered stream must be answered: the answerer must add an m-line for ` +
      `${firstLost.description.media.text}, with port 0 where it does not want the stream.`,
    related: [{ in: offer, at: firstLost.line, message: 'This offered m-line is not answered.' }],
    ...(fix === null ? {} : { fix }),
  });
}

function reportSurplus({ offer, answer, report }: PairSubject): void {
  const surplus = answer.sdp.media[offer.sdp.media.length];
  if (surplus === undefined) return;
  const last = offer.sdp.media.at(-1)?.line ?? offer.sdp.lines[0];
  report({
    in: answer,
    at: surplus.line,
    message:
      `${counts(offer.sdp, answer.sdp)} An answer cannot add a stream: the answerer must leave this m-line out and ` +
      'offer the stream later, in a re-INVITE of its own.',
    related: last === undefined ? [] : [{ in: offer, at: last, message: 'The offer ends with this m-line.' }],
  });
}

function counts(offer: Sdp, answer: Sdp): string {
  const offered = offer.media.length;
  return `The offer has ${offered} m-line${offered === 1 ? '' : 's'}, the answer ${answer.media.length}.`;
}

interface Missing {
  readonly offered: MediaSection;
  /** The answer's section that it stands before; null at the end. */
  readonly before: MediaSection | null;
}

/** The offered m-lines that the answer left out; null where the rest is not in the offer's order. */
function missingOf(offer: Sdp, answer: Sdp): readonly Missing[] | null {
  const missing: Missing[] = [];
  let place = 0;
  for (const offered of offer.media) {
    const next = answer.media[place] ?? null;
    if (next !== null && mediaType(next) === mediaType(offered)) place++;
    else missing.push({ offered, before: next });
  }
  return place === answer.media.length ? missing : null;
}

function addRejected(content: string, answer: Sdp, missing: readonly Missing[]): Fix | null {
  const edits: Edit[] = [];
  for (const { offered, before } of missing) {
    const { media, proto, formats } = offered.description;
    if (proto.text === '' || formats.length === 0) return null;
    const text = `m=${media.text} 0 ${proto.text} ${formats.map((format) => format.text).join(' ')}`;
    const last = answer.lines.at(-1);
    if (before !== null) edits.push(insertBefore(content, before.line, text));
    else if (last !== undefined) edits.push(insertAfter(content, last, text));
  }
  const title =
    missing.length === 1 ? 'Answer the missing m-line with port 0' : 'Answer the missing m-lines with port 0';
  return edits.length === 0 ? null : { title, edits };
}
