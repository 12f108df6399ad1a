import type { Token } from '../../basics/span';
import { isIpv4, isLiteralAddress } from '../../network/address-classes';
import { attributesOf } from '../../sdp/query';
import { rtcpOf } from '../../sdp/rtcp';
import type { Sdp } from '../../sdp/sdp';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { isAddressType } from './net-types';

export const rule = defineRule({
  id: 'sdp-addrtype-mismatch',
  title: 'The address is of another family than the address type before it says',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5.7', 'RFC 8866 §9'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const { addrType, address } of typedAddresses(body.sdp)) {
      const right = familyOf(address.text);
      if (right === null || !isAddressType(addrType.text) || addrType.text.toUpperCase() === right) continue;
      report({
        in: body,
        at: addrType,
        message:
          `Behind ${addrType.text} an ${right === 'IP4' ? 'IPv4' : 'IPv6'} address follows. Receivers fail to read it or look ` +
          `for a host of that name. The sender must write ${right}, or the address that it means.`,
        fix: { title: `Write ${right}`, edits: [replace(addrType, right)] },
      });
    }
  },
});

interface Typed {
  readonly addrType: Token;
  readonly address: Token;
}

function typedAddresses(sdp: Sdp): readonly Typed[] {
  const found: Typed[] = [];
  if (sdp.origin !== null) found.push(sdp.origin);
  for (const section of [sdp.session, ...sdp.media]) {
    for (const { connection } of section.connections) if (connection !== null) found.push(connection);
    for (const line of attributesOf(section, 'rtcp')) {
      const { addrType, address } = rtcpOf(line);
      if (addrType !== null && address !== null) found.push({ addrType, address });
    }
  }
  return found;
}

/** `::ffff:192.0.2.1` is written as an IPv6 address. */
function familyOf(address: string): 'IP4' | 'IP6' | null {
  if (address.includes(':')) return isLiteralAddress(address) ? 'IP6' : null;
  return isIpv4(address) ? 'IP4' : null;
}
