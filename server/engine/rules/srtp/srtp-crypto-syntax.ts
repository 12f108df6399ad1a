import { cryptosOf } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { cryptoSections, syntaxProblem } from './crypto-lines';

export const rule = defineRule({
  id: 'srtp-crypto-syntax',
  title: 'An a=crypto line does not follow the grammar',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §9.1, §9.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const crypto of cryptoSections(body.sdp).flatMap((section) => cryptosOf(section))) {
      const problem = syntaxProblem(crypto);
      if (problem !== null) {
        report({
          in: body,
          // A field that is missing has no columns of its own.
          at: problem.end > problem.start ? problem : crypto.line,
          message:
            `${problem.message}. The far end ignores the whole line and its key: its sender must write ` +
            'a=crypto:<tag> <suite> inline:<key>.',
        });
        continue;
      }
      const order = crypto.sessionParams.find(
        ({ name, value }) => isFecOrder(name.text) && !isOrder(value?.text),
      );
      if (order !== undefined) {
        report({
          in: body,
          at: order,
          message:
            'FEC_ORDER must be FEC_SRTP or SRTP_FEC. The far end ignores the whole line: its sender must change it.',
        });
      }
    }
  },
});

function isFecOrder(name: string): boolean {
  return name.toUpperCase() === 'FEC_ORDER';
}

function isOrder(value: string | undefined): boolean {
  return /^(?:FEC_SRTP|SRTP_FEC)$/i.test(value ?? '');
}
