import { findSdpAttributeRegistration } from '../../sdp/attribute-registry';
import type { Token } from '../../basics/span';
import { fieldsOf, isTokenText } from '../../sdp/fields';
import { attributesByName, attributesOf, linesOfType } from '../../sdp/query';
import { rtcpOf } from '../../sdp/rtcp';
import { rtpmapOf } from '../../sdp/rtpmap';
import type { AttributeLine, Sdp, SdpLine } from '../../sdp/sdp';
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
    for (const { end, line } of ends(body.sdp)) {
      if (end >= line.value.end) continue;
      report({
        in: body,
        at: { start: afterBlanks(body.content, end), end: line.value.end },
        message:
          'The value of this line ends before this text, which is no SDP: SDP has no remarks. Receivers drop the line or ' +
          'refuse the body. The sender must delete it, unless whoever noted the trace down added it.',
        fix: { title: 'Delete the text', edits: [replace({ start: end, end: line.value.end }, '')] },
      });
    }
  },
});

interface Ended {
  readonly line: SdpLine;
  /** Where its value must end. */
  readonly end: number;
}

/** The lines whose values have an end that is known and no rule of their own. */
function ends(sdp: Sdp): readonly Ended[] {
  const found: Ended[] = [];
  const note = (line: SdpLine, end: number | null): void => {
    if (end !== null) found.push({ line, end });
  };
  for (const line of linesOfType(sdp, 'c')) note(line, endOfConnection(line));
  for (const line of linesOfType(sdp, 't')) note(line, endOfFields(line.value, 2));
  for (const section of [sdp.session, ...sdp.media]) {
    for (const line of attributesOf(section, 'rtpmap')) note(line, endOfRtpmap(line));
    for (const line of attributesOf(section, 'rtcp')) note(line, endOfRtcp(line));
    for (const line of attributesOf(section, 'mid'))
      if (line.attribute.value !== null) note(line, endOfFields(line.attribute.value, 1));
    for (const [name, lines] of attributesByName(section)) {
      const flag = flagIn(name);
      if (flag !== null)
        for (const line of lines)
          if (line.attribute.value === null) note(line, line.attribute.name.start + flag.length);
    }
  }
  return found;
}

function endOfConnection({ value }: SdpLine): number | null {
  const [netType] = fieldsOf(value);
  return netType !== undefined && isInternet(netType.text) ? endOfFields(value, 3) : null;
}

/** The end of the last of so many fields; null where no field follows it. */
function endOfFields(value: Token, count: number): number | null {
  const fields = fieldsOf(value);
  return fields.length > count ? (fields[count - 1]?.end ?? null) : null;
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
function flagIn(name: string): string | null {
  const blank = name.search(/[ \t]/);
  if (blank < 0) return null;
  const flag = name.slice(0, blank);
  return findSdpAttributeRegistration(flag)?.value === 'flag' ? flag : null;
}

function afterBlanks(content: string, from: number): number {
  let at = from;
  while (content[at] === ' ' || content[at] === '\t') at++;
  return at;
}
