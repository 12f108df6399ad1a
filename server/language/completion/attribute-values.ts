/** Completion behind `a=name:`, filled with what the description already says. */
import { hashNames } from '../hover/transport-attributes';
import { candidateProposals, hostCandidates } from './candidate-values';
import { formatParameters, fmtpProposals, mappings, rtpmapProposals } from './codec-values';
import { cryptoLines, cryptoProposals } from './crypto-values';
import type { SdpCompletionPlace } from './place';
import { noProposals, value, type Proposal, type Proposals } from './proposal';
import { destinationOf, payloadTypesOf } from './sdp-facts';

/** @param text what stands between the colon and the caret */
export function attributeValueProposals(place: SdpCompletionPlace, name: string, text: string): Proposals {
  switch (name) {
    case 'rtpmap':
      return rtpmapProposals(place, text);
    case 'fmtp':
      return fmtpProposals(place, text);
    case 'crypto':
      return cryptoProposals(place, text);
    case 'candidate':
      return candidateProposals(place, text);
    case 'rtcp-fb':
      return feedbackProposals(place, text);
    default: {
      const values = valuesOf(place, name);
      const typed = separatedBy.has(name) ? text.slice(text.lastIndexOf(' ') + 1).length : text.length;
      return values.length === 0 ? noProposals : { typed, proposals: values };
    }
  }
}

/** The value that an attribute most likely gets here, as snippet text; null where nothing better is known. */
export function contextualSnippet(place: SdpCompletionPlace, name: string): string | null {
  switch (name) {
    case 'crypto':
      return cryptoLines(place)[0]?.snippet ?? null;
    case 'candidate':
      return hostCandidates(place)[0]?.snippet ?? null;
    case 'rtpmap':
      return payloadTypesOf(place).length === 0 ? null : (mappings(place)[0]?.snippet ?? null);
    case 'fmtp':
      return formatParameters(place)[0]?.snippet ?? null;
    case 'rtcp': {
      const destination = destinationOf(place);
      return destination === null || destination.port === 0 ? null : String(destination.port);
    }
    default:
      return null;
  }
}

/** Attributes whose values are lists of words. */
const separatedBy: ReadonlySet<string> = new Set(['ice-options', 'group']);

function valuesOf(place: SdpCompletionPlace, name: string): readonly Proposal[] {
  switch (name) {
    case 'setup':
      return [
        { ...value('actpass'), detail: 'offer: either role' },
        { ...value('active'), detail: 'answer: starts the handshake' },
        { ...value('passive'), detail: 'answer: waits for the handshake' },
        { ...value('holdconn'), detail: 'no connection yet' },
      ];
    case 'ice-options':
      return [
        { ...value('ice2'), detail: 'follows RFC 8445' },
        { ...value('rtp+ecn'), detail: 'can test for ECN' },
        { ...value('trickle'), detail: 'candidates may follow later; not for Direct Routing' },
      ];
    case 'fingerprint':
      return hashNames.map((hash) => ({ ...value(hash), snippet: `${hash} ` }));
    case 'group':
      return ['BUNDLE', 'LS', 'FID', 'DUP', 'ANAT', ...midsOf(place)].map((each) => value(each));
    case 'mid':
      return [value(String((place.media?.index ?? 0) + 1))];
    case 'ptime':
      return ['20', '30', '10', '40', '60'].map((each) => ({ ...value(each), detail: 'ms' }));
    case 'maxptime':
      return ['200', '150', '120', '60', '40', '20'].map((each) => ({ ...value(each), detail: 'ms' }));
    case 'rtcp': {
      const destination = destinationOf(place);
      if (destination === null || destination.port === 0) return [];
      return [
        { ...value(String(destination.port)), detail: 'the RTP port, with a=rtcp-mux' },
        { ...value(String(destination.port + 1)), detail: 'the port after RTP' },
      ];
    }
    case 'connection':
      return [value('new'), value('existing')];
    case 'content':
      return ['main', 'slides', 'speaker', 'sl', 'alt'].map((each) => value(each));
    case 'label':
      return ['main-audio', 'main-video', 'applicationsharing-video'].map((each) => value(each));
    case 'encryption':
      return ['required', 'optional', 'rejected'].map((each) => value(each));
    default:
      return [];
  }
}

function midsOf({ sdp }: SdpCompletionPlace): readonly string[] {
  return (sdp?.media ?? []).flatMap((media) =>
    media.attributes.flatMap(({ attribute }) =>
      attribute.name.text === 'mid' && attribute.value !== null ? [attribute.value.text] : [],
    ),
  );
}

const feedback = ['nack', 'nack pli', 'ccm fir', 'transport-cc', 'goog-remb', 'trr-int'] as const;

function feedbackProposals(place: SdpCompletionPlace, text: string): Proposals {
  const begun = /^(?:\*|\d+) ([\w -]*)$/.exec(text);
  if (begun !== null) return { typed: begun[1]?.length ?? 0, proposals: feedback.map((each) => value(each)) };
  if (!/^(?:\*|\d*)$/.test(text)) return noProposals;
  return {
    typed: text.length,
    proposals: ['*', ...payloadTypesOf(place)].map((each) => ({ ...value(each), commit: [' '] })),
  };
}
