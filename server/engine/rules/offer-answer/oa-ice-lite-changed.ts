import type { Body } from '../../calls/call';
import { attributeOf, effectiveAttribute } from '../../sdp/query';
import type { AttributeLine } from '../../sdp/sdp';
import { insertAtSessionEnd } from '../edits';
import { saysLite } from '../ice/lite';
import { hasMisspelt } from '../sdp/misspelling';
import { allProfiles, defineRule, type BodySubject } from '../rule';
import { credentialsChange, goingOn, type GoingOn } from './earlier';

export const rule = defineRule({
  id: 'oa-ice-lite-changed',
  title: 'ice-lite, ice-options or ice-pacing changes although ICE is not restarted',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where ice-options or ice-pacing changes' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.4.1.1.1, §4.4.2.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  ofLater: true,
  check(subject) {
    const { body } = subject;
    const stream = goingOn(body).find((each) => credentialsChange(body, each) === 'none');
    if (stream === undefined || body.sdp.fragment || stream.previous.sdp.fragment) return;
    if (saysLite(stream.previous.sdp) !== saysLite(body.sdp)) reportRole(subject, stream);
    else if (!body.isCut && !stream.previous.isCut) reportOption(subject, stream);
  },
});

function reportRole({ body, profile, report }: BodySubject, { previous, after }: GoingOn): void {
  const isLost = saysLite(previous.sdp);
  // An SBC that does not say it to Teams is told so by ice-lite-missing.
  if (isLost && profile !== 'rfc' && body.side === 'sbc') return;
  if (hasMisspelt((isLost ? body : previous).sdp.session, 'ice-lite')) return;
  const insert = isLost ? insertAtSessionEnd(body.content, body.sdp, 'a=ice-lite') : null;
  report({
    in: body,
    at: liteLine(body) ?? after.line,
    message:
      `${isLost ? 'a=ice-lite was there before and is missing now' : 'a=ice-lite is new'}, with the same ufrag and ` +
      'password. Who controls and who sends checks changes in the middle of a session: both sides or none may now do so. ' +
      `The sender must ${isLost ? 'repeat the line' : 'leave the line out'}, or restart ICE.`,
    related: [
      { in: previous, at: liteLine(previous) ?? previous.sdp.lines[0] ?? previous.sdp, message: 'Before.' },
    ],
    ...(insert === null ? {} : { fix: { title: 'Add a=ice-lite', edits: [insert] } }),
  });
}

function reportOption({ body, report }: BodySubject, { previous, before, after }: GoingOn): void {
  for (const name of ['ice-options', 'ice-pacing']) {
    const was = effectiveAttribute(previous.sdp, before, name);
    const is = effectiveAttribute(body.sdp, after, name);
    if (valueOf(was) === valueOf(is)) continue;
    report({
      in: body,
      at: is ?? after.line,
      severity: 'warning',
      message:
        `a=${name} goes from ${valueOf(was) || 'nothing'} to ${valueOf(is) || 'nothing'} with the same ufrag and password. ` +
        'It may change only where ICE restarts: the sender must repeat what it said before.',
      related: [{ in: previous, at: was ?? before.line, message: 'Before.' }],
    });
    return;
  }
}

function liteLine({ sdp }: Body): AttributeLine | null {
  return attributeOf(sdp.session, 'ice-lite');
}

/** The order of options does not matter. */
function valueOf(line: AttributeLine | null): string {
  const words = line?.attribute.value?.text.trim().split(/\s+/) ?? [];
  return words.sort().join(' ');
}
