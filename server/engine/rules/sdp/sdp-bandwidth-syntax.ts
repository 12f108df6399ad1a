import { linesOfType } from '../../sdp/query';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { isBandwidth } from './bandwidths';

export const rule = defineRule({
  id: 'sdp-bandwidth-syntax',
  title: 'A b= line is not "type:number"',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5.8', 'RFC 8866 §9'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const line of linesOfType(body.sdp, 'b')) {
      const { text } = line.value;
      // An empty line is told by sdp-line-syntax.
      if (text === '' || isBandwidth(text)) continue;
      const plain = text.replaceAll(/[ \t]/g, '');
      report({
        in: body,
        at: line.value,
        message:
          'A bandwidth reads "AS:80": a type, a colon and a number, without blanks. Receivers drop the line or refuse the ' +
          'body. The sender must correct it.',
        ...(isBandwidth(plain)
          ? { fix: { title: 'Delete the blanks', edits: [replace(line.value, plain)] } }
          : {}),
      });
    }
  },
});
