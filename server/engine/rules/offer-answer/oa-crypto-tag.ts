import type { Side } from '../../../../shared/calls';
import type { Crypto } from '../../sdp/crypto';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { offeredKeys, readableCryptos, suiteName, type OfferedKeys } from './keys';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-crypto-tag',
  title: 'The answer takes a crypto tag that was not offered',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where Microsoft answers: its documentation shows such tags' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §5.1.2', 'RFC 4568 §5.1.3'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const choices = offeredKeys(offered);
      const unknown = tagNotOffered(readableCryptos(answered), choices);
      const [firstChoice] = choices.lines;
      if (unknown === null || firstChoice === undefined) continue;
      const sameSuites = choices.bySuite.get(suiteName(unknown)) ?? [];
      const meant = sameSuites[0] ?? firstChoice;
      const fix = correctTag(unknown, sameSuites, answer.side);
      report({
        in: answer,
        at: unknown.tag,
        message:
          `The answer takes tag ${unknown.tag.text}, but ${offeredTags(choices.lines)}. The offerer cannot tell which ` +
          'key and suite are meant: the answerer must write the tag of the offered line that it chose.',
        ...(answer.side === 'teams' ? { severity: 'warning' as const } : {}),
        related: [
          {
            in: offer,
            at: meant.line,
            message:
              sameSuites.length > 0 ? 'This suite was offered under this tag.' : 'This is what was offered.',
          },
        ],
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

/** The first line whose tag was not offered; null where one of the lines takes an offered tag. */
function tagNotOffered(answered: readonly Crypto[], { byTag }: OfferedKeys): Crypto | null {
  // With several lines Microsoft's side lists what it can do beside what it chose: oa-crypto-count tells.
  return answered.some(({ tagValue }) => tagValue !== null && byTag.has(tagValue))
    ? null
    : (answered[0] ?? null);
}

/** What Microsoft sent is not the reader's to change. */
function correctTag(wrong: Crypto, sameSuites: readonly Crypto[], side: Side): Fix | null {
  const [only, ...others] = sameSuites;
  if (only === undefined || others.length > 0 || side === 'teams') return null;
  return { title: `Write the offered tag ${only.tag.text}`, edits: [replace(wrong.tag, only.tag.text)] };
}

function offeredTags(choices: readonly Crypto[]): string {
  const tags = choices.slice(0, mostTags).map(({ tag }) => tag.text);
  const more = choices.length > mostTags ? ' and more' : '';
  return tags.length === 1
    ? `only tag ${tags.join('')} was offered`
    : `only ${tags.join(', ')}${more} were offered`;
}

const mostTags = 12;
