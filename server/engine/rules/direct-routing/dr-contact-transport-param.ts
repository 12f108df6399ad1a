import { isHeldToMicrosoft } from '../../calls/microsoft-hop';
import { hopSecurity } from '../../evidence/signalling';
import { paramOf, type Param } from '../../sip/uri';
import type { NameAddr } from '../../sip/values';
import { replace } from '../edits';
import { defineRule, teamsProfiles, type Edit, type Fix } from '../rule';
import { contactsForMicrosoft, hasContactForMicrosoft } from './sbc-messages';

export const rule = defineRule({
  id: 'dr-contact-transport-param',
  title: 'The Contact of the SBC does not say transport=tls in its URI',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'where it says no transport at all, or another one than is used' }],
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Contact header"', 'RFC 3261 §20.10'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  of: hasContactForMicrosoft,
  check(subject) {
    const { call, message, traced, sip, signalling, facts, report } = subject;
    const [contact] = contactsForMicrosoft(subject);
    if (contact === undefined || signalling.hasLostBrackets(traced) || !isBracketed(sip.content, contact))
      return;
    const inside = paramOf(contact.uri.params, 'transport');
    const outside = paramOf(contact.params, 'transport');
    if (outside !== undefined) {
      report({
        in: message,
        at: outside,
        message:
          'transport stands behind the angle bracket, where it is no part of the URI: who calls back by this Contact takes ' +
          'UDP. The SBC must write it before the >.',
        fix: moveInside(sip.content, contact, outside, inside !== undefined),
      });
      return;
    }
    if (inside?.value?.text.toLowerCase() === 'tls') return;
    // What is not sent over TLS is for dr-port-5061 to say.
    if (hopSecurity(traced) !== 'encrypted') return;
    if (inside === undefined && !isHeldToMicrosoft(call, message, facts.network)) return;
    report({
      in: message,
      at: inside ?? contact.uri,
      severity: 'info',
      message:
        inside === undefined
          ? 'The Contact says no transport. Microsoft documents it with ;transport=tls in the URI; the SBC should write it.'
          : `The Contact says ${inside.value?.text ?? 'no transport'}, though this is sent over TLS. The SBC should write ` +
            'transport=tls.',
      fix: {
        title: 'Write transport=tls',
        edits: [
          inside === undefined ? insertAtEnd(contact, ';transport=tls') : replace(inside, 'transport=tls'),
        ],
      },
    });
  },
});

function isBracketed(content: string, { start, end }: NameAddr): boolean {
  return content.slice(start, end).includes('<');
}

function moveInside(content: string, contact: NameAddr, outside: Param, isTwice: boolean): Fix {
  const semicolon = content.lastIndexOf(';', outside.start);
  const removal = replace({ start: semicolon, end: outside.end }, '');
  if (isTwice) return { title: 'Take it away', edits: [removal] };
  return {
    title: 'Move it into the URI',
    edits: [insertAtEnd(contact, `;${content.slice(outside.start, outside.end)}`), removal],
  };
}

/** Before the headers of the URI, where it has some. */
function insertAtEnd({ uri }: NameAddr, text: string): Edit {
  const at = uri.headers === null ? uri.end : uri.headers.start - 1;
  return { start: at, end: at, newText: text };
}
