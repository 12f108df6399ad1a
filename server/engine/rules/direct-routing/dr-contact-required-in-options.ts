import { hasAllHeaders, isExcerpt } from '../../sip/condition';
import { headerOf } from '../../sip/values';
import { insertAfter } from '../edits';
import { defineRule, teamsProfiles } from '../rule';
import { isFirst, isToMicrosoft, options } from './sbc-messages';

export const rule = defineRule({
  id: 'dr-contact-required-in-options',
  title: "The SBC's OPTIONS has no Contact",
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Contact header"', 'RFC 3261 §11.1'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  of: isFirst(options),
  check(subject) {
    const { message, sip, facts, report } = subject;
    if (!isToMicrosoft(subject) || headerOf(sip, 'contact') !== undefined) return;
    if (!hasAllHeaders(sip) || isExcerpt(sip)) return;
    const behind = headerOf(sip, 'cseq') ?? sip.startLine;
    report({
      in: message,
      at: sip.startLine,
      message:
        'The OPTIONS has no Contact, by which Microsoft finds the tenant: it is not counted as a sign of life, and the ' +
        'trunk shows as inactive. The SBC must write its FQDN there.',
      ...(facts.sbcFqdn === ''
        ? {}
        : {
            fix: {
              title: `Add a Contact with ${facts.sbcFqdn}`,
              edits: [insertAfter(sip.content, behind, `Contact: <sip:${facts.sbcFqdn}:5061;transport=tls>`)],
            },
          }),
    });
  },
});
