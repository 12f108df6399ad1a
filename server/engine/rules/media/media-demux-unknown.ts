import type { End } from '../../../../shared/ice';
import type { ForeignReplay } from '../../ice/model';
import { addressText } from '../../ice/address';
import { capital } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'media-demux-unknown',
  title: 'Datagrams on a media port are neither RTP nor STUN nor DTLS',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 7983 §7'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, report, notEvaluated }) {
    const { foreign, media, checks, names } = replay;
    if (foreign.length + media.length + checks.length === 0) {
      notEvaluated('the trace holds no packet of the media ports');
      return;
    }
    // One block a path; what an end sends to one fork is one finding.
    const groups = new Map<
      string,
      { readonly first: ForeignReplay; readonly sender: End; datagrams: number }
    >();
    for (const first of foreign) {
      const key = `${first.sender} ${first.of.fork}`;
      const group = groups.get(key);
      if (group !== undefined) group.datagrams += first.datagrams;
      else groups.set(key, { first, sender: first.sender, datagrams: first.datagrams });
    }
    for (const { first, sender, datagrams } of groups.values()) {
      const octet = first.firstOctet.toString(16).padStart(2, '0');
      report({
        in: first.message,
        message:
          `${capital(names[sender])} sends ${datagrams === 1 ? 'a datagram' : `${datagrams} datagrams`} from ` +
          `${addressText(first.source)} to ${addressText(first.destination)} that begin${datagrams === 1 ? 's' : ''} ` +
          `with 0x${octet}: neither RTP nor STUN nor DTLS. The receiver drops such packets; find out what sends them.`,
      });
    }
  },
});
