import type { Header, SipMessage } from '../../sip/message';
import { headerAddresses } from '../../sip/values';
import { paramOf } from '../../sip/uri';
import type { Span } from '../../basics/span';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';

export const rule = defineRule({
  id: 'sip-value-range',
  title: 'A number or date in a header is outside what it may be',
  severity: 'error',
  otherwise: [
    {
      severity: 'warning',
      when: 'of a Date that is not in GMT, of a Warning, and of a time that is no number',
    },
  ],
  basis: 'must',
  applies: 'either',
  source: [
    'RFC 3261 §8.1.1.5, §20.16, §20.17, §20.19, §20.22, §20.33, §20.43',
    'RFC 4475 §3.1.2.4, §3.1.2.5, §3.1.2.12',
  ],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  check({ message, sip, report }) {
    for (const header of sip.headers) {
      const fault = faultOf(sip, header);
      if (fault !== null) report({ in: message, ...fault });
    }
  },
});

interface Fault {
  readonly at: Span;
  readonly message: string;
  readonly severity?: 'warning';
  readonly fix?: Fix;
}

/** RFC 3261 §20.19: seconds up to 2^32-1. */
const mostSeconds = 2 ** 32 - 1;

function faultOf(sip: SipMessage, header: Header): Fault | null {
  const { id, value } = header;
  switch (id) {
    case 'cseq':
      return cseqFault(value);
    case 'max-forwards':
      if (/^0*\d{1,3}$/.test(value.text) && Number(value.text) <= 255) return null;
      return {
        at: value.text === '' ? header.name : value,
        message: 'Max-Forwards is no number up to 255. Receivers answer 400: the sender must write 70.',
        fix: { title: 'Write 70', edits: [replace(value, '70')] },
      };
    case 'expires':
    case 'min-expires':
    case 'retry-after':
      return secondsFault(header.name.text, value, /^\d+(?=$|[\s;(])/.exec(value.text)?.[0]);
    case 'contact':
      return contactFault(sip, header);
    case 'date':
      if (/\bGMT$/.test(value.text) || value.text === '') return null;
      return {
        at: value,
        severity: 'warning',
        message:
          'The Date is not in GMT, the only zone that SIP allows. Receivers ignore it or answer 400: the sender must convert it.',
      };
    case 'warning':
      if (/^\d{3} /.test(value.text)) return null;
      return {
        at: value,
        severity: 'warning',
        message:
          'A Warning begins with a code of three digits, an agent and a quoted text. The sender must write them so.',
      };
    default:
      return null;
  }
}

function cseqFault(value: Header['value']): Fault | null {
  const number = /^(\d+)\s+\S+$/.exec(value.text)?.[1];
  if (number === undefined)
    return {
      at: value,
      message:
        'CSeq is not a number and a method. Receivers answer 400 or drop the message: the sender must write both.',
    };
  if (Number(number) < 2 ** 31) return null;
  return {
    at: { start: value.start, end: value.start + number.length },
    message:
      'The number of CSeq must be below 2^31. Receivers answer 400, or drop a response: the sender must begin lower.',
  };
}

function contactFault({ content }: SipMessage, header: Header): Fault | null {
  if (!/expires/i.test(header.value.text)) return null;
  for (const { params } of headerAddresses(header, content)) {
    const expires = paramOf(params, 'expires')?.value;
    if (expires === undefined || expires === null) continue;
    const fault = secondsFault('expires', expires, /^\d+$/.exec(expires.text)?.[0]);
    if (fault !== null) return fault;
  }
  return null;
}

function secondsFault(name: string, at: Header['value'], digits: string | undefined): Fault | null {
  if (digits === undefined)
    return {
      at,
      severity: 'warning',
      message: `${name} is no number of seconds. Receivers take a time of their own: the sender must write one.`,
    };
  if (Number(digits) <= mostSeconds) return null;
  return {
    at: { start: at.start, end: at.start + digits.length },
    message: `${name} is more than the 4294967295 seconds that it may be. Receivers answer 400 or take a time of their own: the sender must write less.`,
  };
}
