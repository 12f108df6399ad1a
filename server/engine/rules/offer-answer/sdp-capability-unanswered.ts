import { hasFlag } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { hasConfigurations, isCapableOf } from './capabilities';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'sdp-capability-unanswered',
  title: 'The answer takes another of the offered configurations and does not say which',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5939'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, report }) {
    if (answer.sdp.fragment) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const was = offered.description.proto;
      const is = answered.description.proto;
      if (was.text.toUpperCase() === is.text.toUpperCase() || hasFlag(answered, 'acfg')) continue;
      if (!isCapableOf(offer.sdp, offered, is.text)) continue;
      const offers = hasConfigurations(offered)
        ? 'one of several configurations'
        : 'a capability, but in no configuration';
      report({
        in: answer,
        at: is,
        message:
          `The m-line offers ${was.text}, with ${is.text} as ${offers}. The answer takes ${is.text} without a=acfg, so ` +
          'that the offerer cannot tell what was chosen: the answerer must name the configuration that it takes, or ' +
          `answer ${was.text}.`,
        related: [{ in: offer, at: offered.line, message: 'The offered m-line.' }],
      });
    }
  },
});
