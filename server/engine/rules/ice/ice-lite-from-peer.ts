import { attributeOf } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';

export const rule = defineRule({
  id: 'ice-lite-from-peer',
  title: 'The far end behind Teams is ICE Lite too, so no checks will be seen',
  severity: 'info',
  basis: 'teams',
  applies: 'teams',
  source: ['Direct Routing media protocols, "Inbound call from SBC"', 'RFC 8445 §6.1.1', 'RFC 5245 §5.2'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    const line = attributeOf(body.sdp.session, 'ice-lite');
    if (line === null) return;
    report({
      in: body,
      at: line,
      message:
        'The description from the Microsoft side says a=ice-lite: the far end is another SBC, as with simultaneous ' +
        'ringing to a phone number. Both are lite, so nobody sends checks and media goes to the c= address at once.',
    });
  },
});
