import { findSdpAttributeRegistration } from '../../sdp/attribute-registry';
import type { Span, Token } from '../../basics/span';
import { fieldsOf, isTokenText } from '../../sdp/fields';
import { rtcpOf } from '../../sdp/rtcp';
import { rtpmapOf } from '../../sdp/rtpmap';
import type { AttributeLine, SdpLine } from '../../sdp/sdp';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { isInternet } from './net-types';

export const rule = defineRule({
  id: 'sdp-value-rubbish',
  title: 'Text stands behind a value that is over',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §9'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const line of body.sdp.lines) {
      const end = endOfValue(line);
      if (end === null || end >= line.value.end) continue;
      const rubbish = { start: afterBlanks(body.content, end), end: line.value.end };
      report({
        in: body,
        at: rubbish,
        message:
          'The value of this line ends before this text, which is no SDP: SDP has no remarks. Receivers drop the line or ' +
          'refuse the body. The sender must delete it, unless whoever noted the trace down added it.',
        fix: { title: 'Delete the text', edits: [replace({ start: end, end: line.value.end }, '')] },
      });
    }
  },
});

/** Where a value must end; null where that is not known, or another rule has the line. */
function endOfValue(line: SdpLine): number | null {
  switch (line.type) {
    case 'c': {
      const [netType, , address, more] = fieldsOf(line.value);
      return netType !== undefined && isInternet(netType.text) ? endBefore(address, more) : null;
    }
    case 't': {
      const [, stop, more] = fieldsOf(line.value);
      return endBefore(stop, more);
    }
    case 'a':
      return line.attribute === null ? null : endOfAttribute({ ...line, attribute: line.attribute });
    default:
      return null;
  }
}

function endOfAttribute(line: AttributeLine): number | null {
  const { name, value } = line.attribute;
  switch (name.text) {
    case 'rtpmap':
      return endOfRtpmap(line);
    case 'rtcp':
      return endOfRtcp(line);
    case 'mid': {
      const [mid, more] = value === null ? [] : fieldsOf(value);
      return endBefore(mid, more);
    }
    default:
      return value === null ? endOfFlag(name) : null;
  }
}

function endOfRtpmap(line: AttributeLine): number | null {
  const rtpmap = rtpmapOf(line);
  if (rtpmap.valid || rtpmap.payloadTypeValue === null || rtpmap.clockValue === null) return null;
  const surplus = rtpmap.problems.find(({ part }) => part === 'structure');
  return surplus === undefined ? null : (rtpmap.channels ?? rtpmap.clock).end;
}

/** Behind the port an address may follow; what is no word is none. */
function endOfRtcp(line: AttributeLine): number | null {
  const { valid, problems, port, portValue, netType, address } = rtcpOf(line);
  if (valid || portValue === null || netType === null) return null;
  if (!isTokenText(netType.text)) return port.end;
  const surplus = problems.some(
    ({ part, start }) => part === 'structure' && address !== null && start > address.start,
  );
  return surplus && address !== null ? address.end : null;
}

/** A flag that more words follow is another name to receivers: `a=sendrecv ;audio`. */
function endOfFlag(name: Token): number | null {
  const [flag, more] = name.text.includes(' ') || name.text.includes('\t') ? fieldsOf(name) : [];
  if (flag === undefined || more === undefined) return null;
  return findSdpAttributeRegistration(flag.text)?.value === 'flag' ? flag.end : null;
}

function endBefore(last: Span | undefined, more: Span | undefined): number | null {
  return last === undefined || more === undefined ? null : last.end;
}

function afterBlanks(content: string, from: number): number {
  let at = from;
  while (content[at] === ' ' || content[at] === '\t') at++;
  return at;
}
