/** Hover of Reason: protocol, cause and text, and what Microsoft's texts say. */
import type { Header } from '../../engine/sip/message';
import { splitList } from '../../engine/sip/values';
import { parseParams, paramOf } from '../../engine/sip/uri';
import { findQ850Cause, findReasonProtocol, q850CauseGroup } from '../knowledge/q850-causes';
import { findStatusCode } from '../knowledge/status-codes';
import { code } from '../markdown';

const maxReasons = 3;

export function reasonFacts(content: string, { value }: Header): readonly string[] {
  return splitList(content, value)
    .slice(0, maxReasons)
    .flatMap(({ start, end }) => {
      const semicolon = content.indexOf(';', start);
      const protocolEnd = semicolon === -1 || semicolon > end ? end : semicolon;
      const protocol = content.slice(start, protocolEnd).trim();
      const params = parseParams(content, protocolEnd, end);
      const cause = paramOf(params, 'cause')?.value?.text.trim() ?? null;
      const text = paramOf(params, 'text')?.value?.text ?? null;
      const known = findReasonProtocol(protocol);
      return [
        ...(known === null ? [`protocol ${code(protocol)}: not registered`] : []),
        ...(cause === null ? [] : [causeFact(protocol, cause)]),
        ...(text === null ? [] : [`text: ${code(text, 120)}`, ...textFacts(text)]),
      ];
    });
}

function causeFact(protocol: string, cause: string): string {
  const number = /^\d{1,3}$/.test(cause) ? Number(cause) : NaN;
  switch (protocol.toUpperCase()) {
    case 'Q.850': {
      const known = findQ850Cause(number);
      if (known !== null)
        return `Q.850 cause ${number}, **${known.name}**: ${known.summary}${known.teams === undefined ? '' : ` ${known.teams}`}`;
      const group = q850CauseGroup(number);
      return `Q.850 cause ${code(cause)}: ${group === null ? 'no cause; 1 to 127 are' : `no name; group: ${group}`}`;
    }
    case 'SIP': {
      const known = findStatusCode(number);
      return known === null
        ? `SIP status ${code(cause)}`
        : `SIP status ${number}, **${known.phrase}**: ${known.summary}`;
    }
    default:
      return `cause ${code(cause)}`;
  }
}

/** Texts of Microsoft's side that stand for more than they say. */
function textFacts(text: string): readonly string[] {
  return text.includes('IceConnectivityChecksFailed')
    ? [
        '`IceConnectivityChecksFailed`: Microsoft saw no successful ICE check (observed). Look whether the SBC answers STUN on its candidate and whether `a=ice-lite`, ufrag and password reached Microsoft unchanged',
      ]
    : [];
}
