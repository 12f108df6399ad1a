import { iceCredentials, usedStreams, type IceCredentials } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { unlikeText } from '../changed-values';
import { valueOf } from './credentials';

export const rule = defineRule({
  id: 'ice-ufrag-shared-pwd-differs',
  title: 'Two streams share an ICE ufrag but not the password',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.4', 'RFC 5245 §15.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    const firstOf = new Map<string, IceCredentials>();
    for (const media of usedStreams(body.sdp)) {
      const credentials = iceCredentials(body.sdp, media);
      if (credentials === null) continue;
      const ufrag = valueOf(credentials.ufrag).text;
      const before = firstOf.get(ufrag);
      if (before === undefined) {
        firstOf.set(ufrag, credentials);
        continue;
      }
      const own = valueOf(credentials.pwd).text;
      const other = valueOf(before.pwd).text;
      if (own === other) continue;
      report({
        in: body,
        at: credentials.pwd,
        message:
          `This stream has the ufrag of an earlier one but another password${unlikeText(own, other, true)}. A check names only the ufrag, so the ` +
          'receiver cannot tell which password signed it: the sender must use one pair, or two different ufrags.',
        related: [
          { in: body, at: before.pwd, message: 'The password of the earlier stream with this ufrag' },
        ],
      });
    }
  },
});
