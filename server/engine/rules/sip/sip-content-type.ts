import type { Span } from '../../basics/span';
import type { SipMessage } from '../../sip/message';
import { hasAllHeaders, isExcerpt } from '../../sip/condition';
import { contentLengthOf, headerOf } from '../../sip/values';
import { insertAfter, replace } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sip-content-type',
  title: 'Nothing says what the body is, or it is called something else than it is',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §7.4.1, §20.15', 'RFC 5621 §3.1', 'RFC 2046 §5.1.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  of: ({ hasBody }) => hasBody,
  check({ message, sip, report }) {
    const { content, bodyStart } = sip;
    if (sip.body === null || isExcerpt(sip) || !isBody(sip)) return;
    const header = headerOf(sip, 'content-type');
    const looksLikeSdp = content.startsWith('v=0', bodyStart);
    if (header === undefined) {
      const last = sip.headers.at(-1);
      if (last === undefined || !hasAllHeaders(sip)) return;
      report({
        in: message,
        at: sip.startLine,
        message: `The message has a body and no Content-Type. Receivers answer 415 or ignore the body: the sender must say what it is.`,
        ...(looksLikeSdp
          ? {
              fix: {
                title: 'Add Content-Type: application/sdp',
                edits: [insertAfter(content, last, 'Content-Type: application/sdp')],
              },
            }
          : {}),
      });
      return;
    }
    const type = typeOf(header.value.text);
    if (type.startsWith('multipart/')) {
      const fault = multipartFault(sip, header.value.text);
      if (fault !== null) report({ in: message, at: fault.at ?? header.value, message: fault.message });
    } else if (looksLikeSdp && !carriesSdp(type)) {
      report({
        in: message,
        at: header.value,
        message: `The body is a session description, but Content-Type calls it ${type}. Receivers answer 415 or ignore it: the sender must write application/sdp.`,
        fix: { title: 'Write application/sdp', edits: [replace(header.value, 'application/sdp')] },
      });
    }
  },
});

/** `application/gw-sdp` is how Lync and Skype for Business call a description for their gateways. */
function carriesSdp(type: string): boolean {
  return type === 'application/sdp' || type === 'application/gw-sdp' || type.startsWith('message/');
}

function typeOf(value: string): string {
  const end = value.search(/[;,]/);
  return (end < 0 ? value : value.slice(0, end)).replaceAll(/\s/g, '').toLowerCase();
}

/**
 * Whether there is one: no blanks alone, nothing encoded, no octets behind Content-Length, and no headers behind an empty
 * line that a log put among them.
 */
function isBody(sip: SipMessage): boolean {
  if (headerOf(sip, 'content-encoding') !== undefined || contentLengthOf(sip)?.length === 0) return false;
  const body = sip.content.slice(sip.bodyStart).trimStart();
  return body !== '' && !/^[A-Z][A-Za-z-]*:\s/.test(body);
}

function multipartFault(
  { content, bodyStart, parts }: SipMessage,
  value: string,
): { readonly at?: Span; readonly message: string } | null {
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(value);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined)
    return {
      message:
        'Content-Type names no boundary, so nobody can tell the parts of the body apart. The sender must write it.',
    };
  if (!content.includes(`--${mark}`, bodyStart))
    return {
      message:
        'The boundary that Content-Type names is not in the body. The sender must use the same in both.',
    };
  const untyped = parts.find(
    ({ contentType, content: { start } }) => contentType === null && content.startsWith('v=0', start),
  );
  if (untyped === undefined) return null;
  return {
    at: { start: untyped.content.start, end: untyped.content.start + 3 },
    message:
      'A part of the body is a session description without a Content-Type of its own, so it counts as text and is not read. ' +
      'The sender must write application/sdp above it.',
  };
}
