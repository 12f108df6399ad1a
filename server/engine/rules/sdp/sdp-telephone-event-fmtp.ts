import { mayLackLines } from '../../calls/cut-off';
import type { Described } from '../../calls/call';
import type { Severity } from '../../../../shared/severities';
import type { Span } from '../../basics/span';
import type { Fmtp } from '../../sdp/fmtp';
import { isRtp, usedStreams } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
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
      const lists = telephoneEventsOf(media).map((codec) => ({ codec, fmtp: listOf(media, codec) }));
      const ranges = lists.map(({ fmtp }) =>
        fmtp === null ? null : rangesOf(plainList(fmtp.parameters.text)),
      );
      for (const { codec, fmtp } of lists) {
        if (fmtp === null && mayLackLines(body, media)) continue;
        const fault = fmtp === null ? missing(body, codec) : (formFault(fmtp) ?? keyFault(fmtp, ranges));
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

function listOf(media: MediaSection, { payloadType }: Codec): Fmtp | null {
  return fmtpsOf(media).get(payloadType)?.[0] ?? null;
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
const keys = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'];

/** Of the list itself. */
function formFault({ parameters }: Fmtp): Fault | null {
  const { text } = parameters;
  const plain = plainList(text);
  const ranges = rangesOf(plain);
  if (ranges === null) return null;
  if (plain !== text.trimEnd()) {
    return warning(
      parameters,
      'Blanks stand in the list of events, where only digits, "-" and "," may: some receivers read its beginning alone. ' +
        'The sender must leave them out.',
      { title: 'Delete the blanks', edits: [replace(parameters, plain)] },
    );
  }
  if (ranges.some(({ from, to }) => from > lastEvent || to > lastEvent))
    return warning(
      parameters,
      `The list names an event above ${lastEvent}; there is none. The sender must correct it.`,
    );
  return null;
}

/** Of a key that no list of the stream has: one may be for the events of modems, another for keys. */
function keyFault({ parameters }: Fmtp, lists: readonly (readonly Range[] | null)[]): Fault | null {
  if (lists.includes(null)) return null;
  const ranges = lists.flatMap((list) => list ?? []);
  const missingKey = keys.findIndex(
    (_, event) => !ranges.some(({ from, to }) => event >= from && event <= to),
  );
  if (missingKey < 0) return null;
  return warning(
    parameters,
    `The list leaves out event ${missingKey}, which is the key ${keys[missingKey] ?? ''}: the far end must not send it. ` +
      'Unless that is wanted, the sender must list 0-15.',
  );
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function plainList(text: string): string {
  return text.replaceAll(/[ \t]/g, '');
}

/** Null for what is no list of events. */
function rangesOf(plain: string): readonly Range[] | null {
  if (!/^\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*$/.test(plain)) return null;
  return plain.split(',').map((each) => {
    const [from = 0, to = from] = each.split('-').map(Number);
    return { from, to };
  });
}

function warning(at: Span, message: string, fix?: Fix): Fault {
  return { at, severity: 'warning', message, ...(fix === undefined ? {} : { fix }) };
}
