import type { Sdp, SdpLine } from '../../sdp/sdp';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { isRepeated } from './streams';

export const rule = defineRule({
  id: 'oa-time-line',
  title: "The answer's t= is not the offer's",
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, exchange, report }) {
    const offered = timeLine(offer.sdp);
    const answered = timeLine(answer.sdp);
    // A t= that is missing is told by sdp-mandatory-line.
    if (offered === null || answered === null) return;
    if (plain(offered) === plain(answered) || isRepeated(exchange, answer)) return;
    report({
      in: answer,
      at: answered.value,
      message:
        `The offer has t=${plain(offered)}, the answer t=${plain(answered)}. Times of a session cannot be negotiated: the ` +
        'answerer must repeat what was offered. Few receivers mind.',
      related: [{ in: offer, at: offered, message: 'The offered times.' }],
      fix: { title: `Write t=${plain(offered)}`, edits: [replace(answered.value, plain(offered))] },
    });
  },
});

function timeLine({ session }: Sdp): SdpLine | null {
  return session.lines.find(({ type }) => type === 't') ?? null;
}

function plain({ value }: SdpLine): string {
  return value.text.trim().replace(/\s+/g, ' ');
}
