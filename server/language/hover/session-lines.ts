/** Hover of the lines that are neither m-lines nor attributes. */
import { fieldsOf } from '../../engine/sdp/fields';
import type { Connection, SdpLine } from '../../engine/sdp/sdp';
import { findSdpLine } from '../knowledge/sdp-lines';
import { code, grouped } from '../markdown';
import { addressWords } from './addresses';
import type { Explanation } from './explanation';
import { saidBefore, type SdpPlace } from './sdp-place';

export function sessionLineExplanation(place: SdpPlace): Explanation {
  const { line } = place;
  const known = findSdpLine(line.type);
  if (known === null) {
    return {
      at: line,
      title: '**Not a line of a session description**',
      facts: [
        'a line is one of the letters v, o, s, i, u, e, p, c, b, t, r, z, k, a, m, then `=` and a value, without blanks',
      ],
      knowledge: {
        summary: 'A receiver may refuse the whole description because of it.',
        source: 'RFC 8866 §5',
      },
    };
  }
  return { at: line, title: `**${line.type}=** · ${known.name}`, facts: factsOf(place), knowledge: known };
}

function factsOf(place: SdpPlace): readonly string[] {
  switch (place.line.type) {
    case 'o':
      return originFacts(place);
    case 'c':
      return connectionFacts(place);
    case 'b':
      return bandwidthFacts(place.line);
    case 't':
      return timeFacts(place.line);
    case 's':
      return [`name: ${code(place.line.value.text)}`];
    default:
      return [];
  }
}

function originFacts(place: SdpPlace): readonly string[] {
  const { line } = place;
  const { origin } = place.sdp;
  if (origin === null || origin.username.start < line.start || origin.username.start > line.end) return [];
  const before = saidBefore(place)?.sdp.origin ?? null;
  return [
    `user ${code(origin.username.text)}, session ${code(origin.sessionId.text)}, version ${code(origin.sessionVersion.text)}`,
    ...(before === null ? [] : [versionFact(before.sessionVersion.text, origin.sessionVersion.text)]),
    `address ${code(origin.address.text)}: ${addressWords(origin.address.text)}; part of the name, no media goes there`,
  ];
}

function versionFact(before: string, now: string): string {
  if (before === now) return "the same version as in this side's body before: it says that nothing changed";
  return `version ${code(before)} in this side's body before`;
}

function connectionFacts({ sdp, line, media }: SdpPlace): readonly string[] {
  const section = media ?? sdp.session;
  const connection = section.connections.find((each) => each.index === line.index)?.connection ?? null;
  if (connection === null) return ['network type, address type and address are wanted'];
  return [
    `${code(connection.address.text)}: ${addressWords(connection.address.text)}`,
    ...scopeFacts(
      connection,
      media === null ? sdp.media.filter((each) => each.connections.length > 0).length : null,
      sdp.media.length,
    ),
  ];
}

/** @param overriding how many m-lines have a `c=` of their own; null for a line below an m-line */
function scopeFacts({ address }: Connection, overriding: number | null, streams: number): readonly string[] {
  const hold =
    address.text === '0.0.0.0'
      ? ['the old way to put a call on hold; with ICE it asks for a restart (RFC 5245 §9.1.1.1)']
      : [];
  if (overriding === null) return [...hold, 'holds for this m-line alone'];
  if (overriding === 0) return [...hold, 'holds for all m-lines'];
  return [
    ...hold,
    overriding >= streams
      ? 'every m-line has a `c=` of its own: this one is not used'
      : 'holds for the m-lines without a `c=` of their own',
  ];
}

const bandwidthUnits: ReadonlyMap<string, string> = new Map([
  ['AS', 'kbit/s for one m-line, with IP and UDP headers'],
  ['CT', 'kbit/s for the whole session'],
  ['TIAS', 'bit/s of codec payload, without headers'],
  ['RS', 'bit/s of RTCP for senders'],
  ['RR', 'bit/s of RTCP for receivers'],
]);

function bandwidthFacts({ value }: SdpLine): readonly string[] {
  const colon = value.text.indexOf(':');
  const type = value.text.slice(0, Math.max(colon, 0)).trim();
  const amount = value.text.slice(colon + 1).trim();
  const unit = bandwidthUnits.get(type.toUpperCase());
  if (colon < 0 || !/^\d{1,15}$/.test(amount)) return [];
  return [`${code(type)}: ${grouped(Number(amount))}${unit === undefined ? '' : ` ${unit}`}`];
}

function timeFacts({ value }: SdpLine): readonly string[] {
  const [start, stop] = fieldsOf(value);
  if (start?.text === '0' && stop?.text === '0') return ['permanent: the call lasts as long as its dialog'];
  return [
    `from ${code(start?.text ?? '')} to ${code(stop?.text ?? '')}, in NTP seconds; a call writes \`0 0\``,
  ];
}
