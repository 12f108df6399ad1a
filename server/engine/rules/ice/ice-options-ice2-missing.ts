import { hasIce } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { iceOptionsOf, type IceOptionsLine } from './ice-options';

export const rule = defineRule({
  id: 'ice-options-ice2-missing',
  title: 'The offer says ice2 and the answer does not: the answerer follows RFC 5245',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.2.1.5, §4.3.4', 'RFC 8445 §10'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, exchange, report }) {
    const offered = iceOptionsOf(offer.sdp).find(saysIce2);
    const [firstMedia] = answer.sdp.media;
    if (offered === undefined || firstMedia === undefined || exchange.offer.initial === false) return;
    const options = iceOptionsOf(answer.sdp);
    if (!hasIce(answer.sdp) || options.some(saysIce2)) return;
    report({
      in: answer,
      at: options[0]?.line ?? firstMedia.line,
      message:
        'The offer has a=ice-options:ice2, the answer has not: its sender follows RFC 5245, as Direct Routing ' +
        'documents for both sides. If the selected pair is not the one in c= and the m-line, the controlling side ' +
        'must send a re-INVITE that says so; expect it in the trace. Nothing is to be changed.',
      related: [{ in: offer, at: offered.line, message: 'the offer says ice2' }],
    });
  },
});

function saysIce2({ options }: IceOptionsLine): boolean {
  return options.some(({ text }) => text === 'ice2');
}
