import { defineRule, teamsProfiles } from '../rule';
import { isInternalSbc, nearLeg, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-vpn-lmo',
  title: "A VPN user that Microsoft takes for an external one meets the SBC's internal address",
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Configure Local Media Optimization, "Known issues": split-tunnel VPN'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const { userLocation, candidates = [], sbcMedia = null } = path.signalled ?? {};
    const sbc = path.pair?.sbc ?? sbcMedia;
    if (userLocation !== 'external' || sbc === null || !isInternalSbc(sbc, network)) return;
    const inTunnel = candidates.find(({ class: of, fate }) => of === 'vpn' && fate !== 'no check seen');
    if (inTunnel === undefined || path.evidence === 'predicted') return;
    const how =
      inTunnel.fate === 'selected' ? 'media goes through the tunnel' : 'its checks delay the call, or end it';
    report({
      evidence: 'observed',
      in: shownIn(path, nearLeg(path)),
      message:
        `X-MS-UserLocation says external, yet the client checks from ${inTunnel.address} of the VPN to the SBC's internal ` +
        `address ${sbc.address}: ${how}. Block the VPN's users against the SBC's internal interface.`,
    });
  },
});
