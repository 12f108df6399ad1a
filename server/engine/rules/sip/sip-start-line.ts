import type { SipMessage } from '../../sip/message';
import { parseUri } from '../../sip/uri';
import type { TextRecord } from '../../text/record';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';

export const rule = defineRule({
  id: 'sip-start-line',
  title: 'The start line is not METHOD URI SIP/2.0, or SIP/2.0 with a status of three digits',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §7.1, §7.2', 'RFC 3261 §19.1.1', 'RFC 4475 §3.1.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  check({ message, sip, report }) {
    const line = sip.content.slice(sip.startLine.start, sip.startLine.end);
    if (isPlain(line)) return;
    const fault = faultOf(sip, line, isAsSent(message.message.record));
    if (fault !== null) report({ in: message, at: sip.startLine, ...fault });
  },
});

/** As nearly all are. */
function isPlain(line: string): boolean {
  return /^(?:[A-Z]+ [^\s<>?]+ SIP\/2\.0|SIP\/2\.0 [1-6]\d\d(?: .*)?)$/.test(line);
}

/** A log may have added or dropped blanks at the end of a line. */
function isAsSent({ meta, format, content }: TextRecord): boolean {
  return meta.frame !== undefined || (format === 'bare' && content.includes('\r\n'));
}

interface Fault {
  readonly message: string;
  readonly fix?: Fix;
}

function faultOf(sip: SipMessage, line: string, asSent: boolean): Fault | null {
  if (/^SIP[ /]/i.test(line)) return faultOfStatus(line);
  const words = line.trim().split(/[ \t]+/);
  const version = words.at(-1) ?? '';
  if (!/^SIP\/\d/i.test(version)) return { message: `No SIP/2.0 ends the request line. ${senders}` };
  if (version !== 'SIP/2.0')
    return {
      message: `The version is ${version}. Receivers know SIP/2.0 and answer 505: the sender must write that.`,
    };
  if (words.length > 3)
    return {
      message: `There are blanks within the request URI. ${senders} Blanks in a URI are written %20.`,
    };
  return faultOfUri(sip) ?? faultOfBlanks(sip, line, words, asSent);
}

const senders = 'Receivers answer 400, or drop it: the sender must write METHOD URI SIP/2.0.';

function faultOfStatus(line: string): Fault | null {
  const version = /^SIP\/2\.0(?= )/.exec(line);
  if (version === null)
    return {
      message: 'A response must begin with SIP/2.0 and one blank. Receivers drop this one: its sender must.',
    };
  const [, code = ''] = line.split(' ', 2);
  if (/^[1-6]\d\d$/.test(code)) return null;
  return {
    message: `The status code is ${code === '' ? 'missing' : code}. Receivers drop a response whose code is not 100 to 699: its sender must write one.`,
  };
}

function faultOfUri({ content, startLine }: SipMessage): Fault | null {
  if (startLine.kind !== 'request') return null;
  const { uri } = startLine;
  if (uri.text.startsWith('<'))
    return {
      message:
        'The request URI stands in angle brackets. Receivers answer 400: the sender must leave them out here, though From, To ' +
        'and Contact have them.',
      fix: {
        title: 'Take the brackets away',
        edits: [replace(uri, uri.text.replace(/^</, '').replace(/>$/, ''))],
      },
    };
  const { scheme, headers } = parseUri(content, uri.start, uri.end);
  if (headers === null || !/^sips?$/i.test(scheme.text)) return null;
  return {
    message:
      'The request URI carries headers, behind its question mark. They are not allowed there (RFC 3261 §19.1.1): whoever ' +
      'makes a request of such a URI must write them as headers of the request.',
    fix: {
      title: 'Take the headers out of the URI',
      edits: [{ start: headers.start - 1, end: headers.end, newText: '' }],
    },
  };
}

function faultOfBlanks(
  { startLine }: SipMessage,
  line: string,
  words: readonly string[],
  asSent: boolean,
): Fault | null {
  const right = words.join(' ');
  const seen = asSent ? line : line.trimEnd();
  if (seen === right) return null;
  return {
    message:
      'The request line has more blanks than the one between its parts. Strict receivers answer 400: the sender must leave ' +
      'them out.',
    fix: { title: 'Leave one blank between the parts', edits: [replace(startLine, right)] },
  };
}
