import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { isSameDescription, isSameSession, versionOf } from './origins';

export const rule = defineRule({
  id: 'oa-version-not-incremented',
  title: 'A later description changes and the version in o= does not rise',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'in an answer' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §8', 'RFC 8866 §5.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  ofLater: true,
  check({ body, report }) {
    const { previousAgreed: previous, sdp } = body;
    const before = previous?.sdp.origin ?? null;
    const after = sdp.origin;
    if (previous === null || before === null || after === null || !isSameSession(before, after)) return;
    const was = versionOf(before);
    const is = versionOf(after);
    if (was === null || is === null || is > was) return;
    const fell = is < was;
    if (!fell && (body.isCut || previous.isCut || isSameDescription(previous.sdp, sdp))) return;
    const next = String(was + 1n);
    report({
      in: body,
      at: after.sessionVersion,
      severity: body.role === 'answer' ? 'warning' : 'error',
      message:
        (fell
          ? `The version in o= falls from ${was} to ${is}. `
          : `This description differs from the one before, and o= has the same version ${is}. `) +
        `Who compares versions takes it for old and ignores the change: hold, resume or a new address has no effect. The ` +
        `sender must write ${next}.`,
      related: [
        { in: previous, at: before.sessionVersion, message: 'The version that was agreed on before.' },
      ],
      fix: { title: `Write version ${next}`, edits: [replace(after.sessionVersion, next)] },
    });
  },
});
