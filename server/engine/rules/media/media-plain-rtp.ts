import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'media-plain-rtp',
  title: 'Media is not encrypted although keys were negotiated',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3711 §4.2', 'RFC 4568 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(subject, 'media-plain-rtp', 'It must encrypt with the key of its own a=crypto line.');
  },
});
