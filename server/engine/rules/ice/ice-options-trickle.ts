import type { Described } from '../../calls/call';
import { attributesOf } from '../../sdp/query';
import type { AttributeLine } from '../../sdp/sdp';
import { deleteLines, replace } from '../edits';
import { bypassProfile, defineRule, type Edit } from '../rule';
import { iceOptionsOf, isTrickle } from './ice-options';

export const rule = defineRule({
  id: 'ice-options-trickle',
  title: 'The SBC announces trickle ICE',
  severity: 'warning',
  basis: 'interop',
  applies: 'sbc',
  source: ['RFC 8840 §4', 'Direct Routing media protocols, "Candidate gathering"'],
  profiles: bypassProfile,
  superfluous: true,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const trickle = iceOptionsOf(body.sdp).flatMap(({ options }) => options.filter(isTrickle));
    const ends = [body.sdp.session, ...body.sdp.media].flatMap((section) =>
      attributesOf(section, 'end-of-candidates'),
    );
    const first = trickle[0] ?? ends[0];
    if (first === undefined) return;
    report({
      in: body,
      at: first,
      message:
        'Direct Routing knows no trickle ICE: all candidates stand in the SDP, and nothing in SIP INFO is read. The ' +
        'SBC must leave out ice-options:trickle and end-of-candidates and offer its one candidate at once.',
      fix: {
        title: 'Leave trickle ICE out',
        edits: withoutTrickle(body, ends),
      },
    });
  },
});

/** A line that names other options, too, keeps those. */
function withoutTrickle({ sdp, content }: Described, ends: readonly AttributeLine[]): readonly Edit[] {
  const shortened: Edit[] = [];
  const deleted: AttributeLine[] = [...ends];
  for (const { line, options } of iceOptionsOf(sdp)) {
    if (!options.some(isTrickle)) continue;
    const rest = options.filter((option) => !isTrickle(option)).map(({ text }) => text);
    const { value } = line.attribute;
    if (rest.length > 0 && value !== null) shortened.push(replace(value, rest.join(' ')));
    else deleted.push(line);
  }
  return [
    ...shortened,
    ...deleteLines(
      content,
      deleted.sort((a, b) => a.index - b.index),
    ),
  ];
}
