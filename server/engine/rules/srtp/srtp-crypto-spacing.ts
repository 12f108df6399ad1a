import type { Span } from '../../basics/span';
import { replace } from '../edits';
import { defineRule, teamsProfiles, type Edit } from '../rule';
import { readableCryptosOf } from './crypto-lines';

export const rule = defineRule({
  id: 'srtp-crypto-spacing',
  title: 'The fields of an a=crypto line are parted by more than one blank',
  severity: 'warning',
  basis: 'teams',
  applies: 'either',
  source: ['MS-SDPEXT, "a=crypto"', 'RFC 4568 §9.1'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const crypto of readableCryptosOf(body)) {
      const [first] = crypto.oddSpacing;
      if (first === undefined) continue;
      const valueStart = crypto.line.attribute.value?.start ?? crypto.line.end;
      const isLeading = first.start === valueStart;
      report({
        in: body,
        at: first,
        message: isLeading
          ? 'Blanks stand between "a=crypto:" and the tag; none may. The sender must take them out.'
          : 'Several blanks or a tab stand between two fields. RFC 4568 allows that, Microsoft wants exactly one ' +
            'blank: the sender must write one.',
        fix: {
          title: 'Put one blank between the fields',
          edits: crypto.oddSpacing.map((gap) => tidied(gap, valueStart)),
        },
      });
    }
  },
});

function tidied(gap: Span, valueStart: number): Edit {
  return replace(gap, gap.start === valueStart ? '' : ' ');
}
