import { headerOf } from '../../sip/values';
import { defineRule, teamsProfiles } from '../rule';

export const rule = defineRule({
  id: 'dr-xms-userlocation',
  title: 'X-MS-UserLocation is neither internal nor external, or names no site',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'where the site of an internal user is missing' }],
  basis: 'teams',
  applies: 'either',
  source: ['Configure Local Media Optimization for Direct Routing, "X-MS headers"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'message',
  of: ({ has }) => has('x-ms-userlocation'),
  check({ message, traced, sip, signalling, report }) {
    const location = headerOf(sip, 'x-ms-userlocation');
    if (location === undefined) return;
    const said = location.value.text.toLowerCase();
    if (said !== 'internal' && said !== 'external') {
      report({
        in: message,
        at: location,
        message:
          'X-MS-UserLocation is internal or external. The SBC cannot tell from this which of its addresses the user reaches. ' +
          'Microsoft, or the proxy SBC that passed it on, must write one of them.',
      });
      return;
    }
    if (said === 'external' || message.side !== 'teams' || sip.startLine.kind !== 'request') return;
    if (headerOf(sip, 'x-ms-usersite') !== undefined || signalling.isCut(traced)) return;
    report({
      in: message,
      at: location,
      severity: 'info',
      message:
        'The user is internal, but no X-MS-UserSite says where. Look at the sites and subnets of the tenant: a proxy SBC ' +
        'cannot choose the way of the media by site.',
    });
  },
});
