import { mayLackLines } from '../../calls/cut-off';
import type { Described } from '../../calls/call';
import type { Severity } from '../../../../shared/severities';
import type { Span } from '../../basics/span';
import type { Fmtp } from '../../sdp/fmtp';
import { isRtp, usedStreams } from '../../sdp/query';
import { insertAfter, replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { fmtpsOf, type Codec } from './codecs';
import { telephoneEventsOf } from './telephone-events';

export const rule = defineRule({
  id: 'sdp-telephone-event-fmtp',
  title: 'The list of telephone events is missing, or not what DTMF needs',
  severity: 'info',
  otherwise: [
    { severity: 'warning', when: 'where the list lacks a key, has blanks, or names an event above 255' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 4733 §2.5.2.1', 'RFC 4733 §2.5.1.1', 'RFC 4733 §2.4'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const media of usedStreams(body.sdp)) {
      if (!isRtp(media)) continue;
      for (const codec of telephoneEventsOf(media)) {
        const [fmtp] = fmtpsOf(media).get(codec.payloadType) ?? [];
        if (fmtp === undefined && mayLackLines(body, media)) continue;
        const fault = fmtp === undefined ? missing(body, codec) : faultOf(fmtp);
        if (fault === null) continue;
        const { at, severity, message, fix } = fault;
        report({ in: body, at, severity, message, ...(fix === undefined ? {} : { fix }) });
      }
    }
  },
});

interface Fault {
  readonly at: Span;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: Fix;
}

function missing({ content }: Described, { rtpmap, format, payloadType }: Codec): Fault {
  return {
    at: rtpmap?.line ?? format,
    severity: 'info',
    message:
      'No a=fmtp lists the events that are understood. Most take that for 0-15, all keys of a telephone. The sender must ' +
      'list them.',
    ...(rtpmap === null
      ? {}
      : {
          fix: {
            title: 'List the events 0-15',
            edits: [insertAfter(content, rtpmap.line, `a=fmtp:${payloadType} 0-15`)],
          },
        }),
  };
}

/** The last event that a code can name: it has eight bits (RFC 4733 §2.3). */
const lastEvent = 255;
/** The keys 0 to 9, * and #. */
const keys = 12;

function faultOf({ parameters }: Fmtp): Fault | null {
  const { text } = parameters;
  const plain = text.replaceAll(/[ \t]/g, '');
  if (text === '' || !/^\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*$/.test(plain)) return null;
  if (plain !== text.trimEnd()) {
    return warning(
      parameters,
      'Blanks stand in the list of events, where only digits, "-" and "," may: some receivers read its beginning alone. ' +
        'The sender must leave them out.',
      { title: 'Delete the blanks', edits: [replace(parameters, plain)] },
    );
  }
  const ranges = plain.split(',').map((each) => each.split('-').map(Number));
  if (ranges.some((range) => range.some((event) => event > lastEvent)))
    return warning(
      parameters,
      `The list names an event above ${lastEvent}; there is none. The sender must correct it.`,
    );
  const missingKey = Array.from({ length: keys }, (_, event) => event).find(
    (event) => !ranges.some(([from = 0, to = from]) => event >= from && event <= to),
  );
  if (missingKey === undefined) return null;
  return warning(
    parameters,
    `The list leaves out event ${missingKey}, which is the key ${'0123456789*#'.charAt(missingKey)}: the far end must not send it. ` +
      'Unless that is wanted, the sender must list 0-15.',
  );
}

function warning(at: Span, message: string, fix?: Fix): Fault {
  return { at, severity: 'warning', message, ...(fix === undefined ? {} : { fix }) };
}
