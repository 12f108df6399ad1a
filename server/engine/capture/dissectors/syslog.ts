/**
 * SIP in syslog, as SBCs send to a log server what they send and receive. The ends are those of the log: between whom
 * the message itself went is not known.
 */
import { carrierOf } from '../datagram';
import { SipFramer } from '../payload/sip-framing';
import { sipInSyslog } from '../payload/syslog';
import { type ContentDissector, isWrappedEnough } from './dissection';

export const dissectSyslog: ContentDissector = (datagram, dissection) => {
  const { bytes, end, wrappings } = datagram;
  const start = sipInSyslog(bytes, datagram.start, end);
  if (start < 0 || isWrappedEnough(datagram)) return;
  // What the logger adds behind the message is not of it; what it could not send is missing.
  const length = new SipFramer().length(bytes, start, end);
  const cut = datagram.cut || length === null || start + length > end;
  const carrier = carrierOf({ ...datagram, wrappings: [...wrappings, { kind: 'syslog' }] });
  dissection.tell({
    kind: 'sip',
    carrier,
    bytes,
    start,
    end: length === null ? end : Math.min(end, start + length),
    cut,
  });
};
