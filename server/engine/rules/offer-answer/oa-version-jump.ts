import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { isSameSession, versionOf } from './origins';

export const rule = defineRule({
  id: 'oa-version-jump',
  title: 'The version in o= rises by more than one',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §8', 'RFC 8866 §5.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  ofLater: true,
  check({ body, report }) {
    const { previousAgreed: previous, sdp, role } = body;
    const before = previous?.sdp.origin ?? null;
    const after = sdp.origin;
    if (role !== 'offer' || previous === null || before === null || after === null) return;
    if (!isSameSession(before, after)) return;
    const was = versionOf(before);
    const is = versionOf(after);
    if (was === null || is === null || is <= was + 1n) return;
    const next = String(was + 1n);
    report({
      in: body,
      at: after.sessionVersion,
      message:
        `The version in o= goes from ${was} to ${is}. It must rise by one; those who look at it only ask whether it rose. ` +
        'Either an offer in between was refused or is not in this trace, or the sender counts otherwise.',
      related: [
        { in: previous, at: before.sessionVersion, message: 'The version that was agreed on before.' },
      ],
      fix: { title: `Write version ${next}`, edits: [replace(after.sessionVersion, next)] },
    });
  },
});
