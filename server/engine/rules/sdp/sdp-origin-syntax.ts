import type { Severity } from '../../../../shared/severities';
import type { Span, Token } from '../../basics/span';
import { fieldsOf, isDigits } from '../../sdp/fields';
import { linesOfType } from '../../sdp/query';
import type { Sdp } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { isAddressType, isInternet, isRegisteredNetType } from './net-types';

export const rule = defineRule({
  id: 'sdp-origin-syntax',
  title: 'The origin line is not "username id version IN IP4 address"',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'where a number is out of range, or the network type is not registered' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5.2', 'RFC 8866 §9', 'RFC 3264 §5'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  sees: ({ body: { sdp } }) => faultIn(sdp, true) !== null,
  check({ body, report }) {
    const fault = faultIn(body.sdp, body.initial === true && body.role === 'offer');
    if (fault === null) return;
    report({
      in: body,
      at: fault.at,
      severity: fault.severity,
      message: `${fault.message} The sender must correct the line.`,
    });
  },
});

interface Fault {
  readonly at: Span;
  readonly severity: Severity;
  readonly message: string;
}

/**
 * The first fault: fields behind a missing one are read as what they are not.
 *
 * @param isFirst whether it is the version of a session's first description
 */
function faultIn(sdp: Sdp, isFirst: boolean): Fault | null {
  const [line] = linesOfType(sdp, 'o');
  // An empty line is told by sdp-line-syntax.
  if (line === undefined || line.value.text === '') return null;
  const fields = fieldsOf(line.value);
  const [, id, version, netType, addrType, address, surplus] = fields;
  if (id === undefined || version === undefined || netType === undefined || addrType === undefined)
    return error(line.value, countText(fields.length));
  if (address === undefined || surplus !== undefined) return error(line.value, countText(fields.length));
  if (!isDigits(id.text)) return error(id, 'The id of the session must be a number.');
  if (!isDigits(version.text)) return error(version, 'The version of the session must be a number.');
  if (isInternet(netType.text) && !isAddressType(addrType.text))
    return error(addrType, 'Behind IN the address type is wanted, which is IP4 or IP6.');
  if (!isRegisteredNetType(netType.text))
    return warning(netType, 'This network type is none that is registered; IN is wanted.');
  return rangeFault(id, version, isFirst);
}

/** RFC 3264 §5: both fit into 63 bits, and a first version leaves room to count on. */
function rangeFault(id: Token, version: Token, isFirst: boolean): Fault | null {
  if (isAbove(id.text, highest))
    return warning(id, 'The id of the session does not fit into 63 bits: strict parsers misread it.');
  if (isAbove(version.text, highest))
    return warning(
      version,
      'The version of the session does not fit into 63 bits: strict parsers misread it.',
    );
  if (isFirst && isAbove(version.text, highestFirst))
    return warning(version, 'A first version must lie below 2^62 - 1, so that later ones can count on.');
  return null;
}

const highest = 2n ** 63n - 1n;
const highestFirst = 2n ** 62n - 2n;

function isAbove(digits: string, limit: bigint): boolean {
  // No shorter text is above any limit, and no longer one is worth the arithmetic.
  if (digits.length < 19) return false;
  const significant = digits.replace(/^0+/, '');
  return significant.length > 19 || (significant.length === 19 && BigInt(significant) > limit);
}

function countText(count: number): string {
  return `The origin line has ${count} ${count === 1 ? 'field' : 'fields'}; six are wanted: username, id, version, IN, IP4 or IP6, address.`;
}

function error(at: Span, message: string): Fault {
  return { at, severity: 'error', message };
}

function warning(at: Span, message: string): Fault {
  return { at, severity: 'warning', message };
}
