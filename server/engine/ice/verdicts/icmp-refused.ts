import { allProfiles } from '../../basics/rule-head';
import { addressText } from '../address';
import { otherEnd, type Address, type End } from '../../../../shared/ice';
import { icmpReason, type IcmpError } from '../icmp-reason';
import { defineVerdict } from './verdict';

interface Facts {
  readonly checker: End;
  /** Where the checks went. */
  readonly to: Address;
  /** Who reports; null where the trace does not tell. */
  readonly reporter: string | null;
  readonly error: IcmpError;
  readonly requests: number;
}

export const icmpRefused = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'stun-icmp-refused',
      title: 'Checks do not get through, and ICMP says so',
      severity: 'error',
      basis: 'observed',
      applies: 'either',
      source: ['RFC 792', 'RFC 1812 §5.2.7.1', 'RFC 4443 §3', 'RFC 8445 §7.2.5.2.2'],
      profiles: allProfiles,
      advice:
        'Who reports it has to let it through: a host must listen on the port that its SDP names, a router or firewall must pass UDP to it.',
      needs: 'checks',
    },
  ],
  text: ({ checker, to, reporter, error, requests }: Facts, names) => {
    const isIpv6 = to.address.includes(':');
    const who =
      reporter === to.address
        ? `${names[otherEnd(checker)]} (${reporter})`
        : (reporter ?? 'somebody on the way');
    return `${who} refuses the checks of ${names[checker]} to ${addressText(to)} by ICMP: ${icmpReason(error, isIpv6)} (${requests} request${requests === 1 ? '' : 's'})`;
  },
});
