import { defineRule, teamsProfiles } from '../rule';
import { contactsForMicrosoft, hasContactForMicrosoft, isAddressHost } from './sbc-messages';

export const rule = defineRule({
  id: 'dr-contact-certificate',
  title: "The name in the SBC's Contact is not on its certificate",
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Direct Routing SIP protocol, "Contact header" and "Use of FQDN name in Contact or Record-Route"',
    'RFC 2818 §3.1',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'message',
  of: hasContactForMicrosoft,
  check(subject) {
    const { message, facts, report } = subject;
    const names = facts.network.sbcCertificate;
    if (names.length === 0) return;
    const [contact] = contactsForMicrosoft(subject);
    if (contact === undefined) return;
    const { host } = contact.uri;
    // An address has a rule of its own.
    if (host.text === '' || isAddressHost(host.text)) return;
    if (names.some((name) => isNameOf(name, host.text))) return;
    report({
      in: message,
      at: host,
      message:
        `${host.text} is none of the names on the SBC's certificate (${names.slice(0, 5).join(', ')}): Microsoft refuses the ` +
        'call. The SBC must write a name of its certificate, or get one with this name; a wildcard stands for one label.',
    });
  },
});

/** Whether a name of a certificate fits a host; `*` stands for one label or a part of one (RFC 2818 §3.1). */
function isNameOf(name: string, host: string): boolean {
  const labels = name.toLowerCase().split('.');
  const wanted = host.toLowerCase().split('.');
  return labels.length === wanted.length && labels.every((label, place) => fits(label, wanted[place] ?? ''));
}

function fits(label: string, wanted: string): boolean {
  const star = label.indexOf('*');
  if (star < 0) return label === wanted;
  const behind = label.slice(star + 1);
  return (
    wanted.length > star + behind.length && wanted.startsWith(label.slice(0, star)) && wanted.endsWith(behind)
  );
}
