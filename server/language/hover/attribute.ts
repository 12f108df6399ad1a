/** Hover of an `a=` line: the subjects with files of their own, and all others by what is known of the name. */
import { findSdpAttributeRegistrationIgnoringCase } from '../../engine/sdp/attribute-registry';
import { misspeltAttribute } from '../../engine/rules/sdp/misspelling';
import { attributeValue } from '../../engine/sdp/values';
import type { AttributeLine } from '../../engine/sdp/sdp';
import { findSdpAttribute, type SdpAttributeKnowledge } from '../knowledge/sdp-attributes';
import type { Explained } from '../knowledge/types';
import { code } from '../markdown';
import { candidateExplanation } from './candidate';
import { cryptoExplanation } from './crypto';
import type { Explanation } from './explanation';
import {
  credentialExplanation,
  iceLiteExplanation,
  iceOptionsExplanation,
  remoteCandidatesExplanation,
} from './ice';
import { fmtpExplanation, rtpmapExplanation } from './payload-types';
import type { SdpPlace } from './sdp-place';
import { transportFacts } from './transport-attributes';

export function attributeExplanation(place: SdpPlace, line: AttributeLine): Explanation {
  switch (line.attribute.name.text) {
    case 'crypto':
    case 'cryptoscale':
      return cryptoExplanation(place, line);
    case 'candidate':
    case 'x-candidate-ipv6':
      return candidateExplanation(place, line);
    case 'rtpmap':
      return rtpmapExplanation(place, line);
    case 'fmtp':
      return fmtpExplanation(place, line);
    case 'ice-ufrag':
      return credentialExplanation(place, line, 'ice-ufrag');
    case 'ice-pwd':
      return credentialExplanation(place, line, 'ice-pwd');
    case 'remote-candidates':
      return remoteCandidatesExplanation(place, line);
    case 'ice-options':
      return iceOptionsExplanation(place, line);
    case 'ice-lite':
      return iceLiteExplanation(place);
    default:
      return otherExplanation(place, line);
  }
}

function otherExplanation(place: SdpPlace, line: AttributeLine): Explanation {
  const { name } = line.attribute;
  const known = findSdpAttribute(name.text);
  if (known === null) return unknownExplanation(line);
  return {
    at: line,
    title: `**a=${known.name}** · ${known.microsoft === true ? "Microsoft's own, " : ''}${levelWords(known)}`,
    facts: [
      ...(transportFacts(place, line) ?? valueFacts(line)),
      ...levelFacts(place, known),
      ...(known.value === 'flag' ? [] : [`form: ${code(known.syntax, 200)}`]),
    ],
    knowledge: known,
  };
}

function unknownExplanation(line: AttributeLine): Explanation {
  const { name } = line.attribute;
  const meant = findSdpAttributeRegistrationIgnoringCase(name.text)?.name ?? misspeltAttribute(name.text);
  const knowledge: Explained = {
    summary: 'A receiver ignores an attribute that it does not know, without a word.',
    source: 'RFC 8866 §5.13',
  };
  return {
    at: line,
    title: `**a=${code(name.text)}** · unknown attribute`,
    facts:
      meant === null
        ? ["in no registry that this tool knows: a vendor's own, or a slip"]
        : [`names are case-sensitive and must be exact: \`a=${meant}\` was probably meant`],
    knowledge,
  };
}

const levelNames = {
  session: 'session level',
  media: 'below an m-line',
  both: 'session level or below an m-line',
  source: 'inside `a=ssrc`',
} as const;

function levelWords({ level }: SdpAttributeKnowledge): string {
  return levelNames[level];
}

function levelFacts({ media, sdp }: SdpPlace, { level }: SdpAttributeKnowledge): readonly string[] {
  if (level === 'session' && media !== null)
    return ['stands below an m-line, but belongs above the first one'];
  if (level === 'media' && media === null && sdp.media.length > 0)
    return ['stands at session level, but belongs below an m-line'];
  return [];
}

/** Attributes whose values hold keys or passwords. */
const secretive: ReadonlySet<string> = new Set(['key-mgmt', 'alt', 'zrtp-hash', 'identity']);

/** The fields of a value as sdp-transform's grammar names them. */
function valueFacts(line: AttributeLine): readonly string[] {
  const { name, value } = line.attribute;
  if (value === null || secretive.has(name.text)) return [];
  const fields = Object.entries(attributeValue(line) ?? {}).filter(([, each]) => each !== '');
  if (fields.length < 2) return [`value: ${code(value.text)}`];
  return fields.slice(0, 5).map(([field, each]) => `${field}: ${code(String(each))}`);
}
