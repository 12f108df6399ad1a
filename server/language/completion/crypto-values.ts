/** Completion of `a=crypto`: tags, suites, the place of a key, which is never invented. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { CRYPTO_SUITES, findCryptoSuite } from '../../engine/sdp/crypto-suites';
import { CRYPTO_SESSION_PARAMETERS } from '../knowledge/crypto-parameters';
import type { Explained } from '../knowledge/types';
import { explained } from '../markdown';
import type { SdpCompletionPlace } from './place';
import { noProposals, snippetText, value, type Proposal, type Proposals } from './proposal';
import { freeCryptoTag, offeredCryptos } from './sdp-facts';

export function cryptoProposals(place: SdpCompletionPlace, text: string): Proposals {
  if (/^\d*$/.test(text)) return { typed: text.length, proposals: cryptoLines(place) };
  const suite = /^\d+ (\w*)$/.exec(text);
  if (suite !== null) return { typed: suite[1]?.length ?? 0, proposals: suites() };
  const key = /^\d+ (\w+) (\w*:?)$/.exec(text);
  if (key !== null) {
    const snippet = keySnippet(key[1] ?? '');
    return {
      typed: key[2]?.length ?? 0,
      proposals: [{ ...value('inline:'), snippet, detail: 'key and salt in base64', commit: [] }],
    };
  }
  const lifetime = /^\d+ \w+ inline:[\w+/=]+\|([\d^]*)$/.exec(text);
  if (lifetime !== null)
    return {
      typed: lifetime[1]?.length ?? 0,
      proposals: [{ ...value('2^31'), detail: "lifetime, as in Microsoft's samples" }],
    };
  const session = /^\d+ \w+ inline:\S+ (?:\S+ )*([\w-]*)$/.exec(text);
  return session === null ? noProposals : { typed: session[1]?.length ?? 0, proposals: sessionParameters() };
}

/** Whole lines: in an answer those of the offer, else the next tag with every suite, the demanded one first. */
export function cryptoLines(place: SdpCompletionPlace): readonly Proposal[] {
  const offered = offeredCryptos(place).filter(({ suite }) => findCryptoSuite(suite) !== null);
  if (offered.length > 0) {
    return offered.map(({ tag, suite }) => ({
      ...cryptoLine(tag, suite),
      detail: "takes the offer's line",
      rank: 0,
    }));
  }
  const tag = String(freeCryptoTag(place));
  return CRYPTO_SUITES.map(({ name }) => cryptoLine(tag, name));
}

function cryptoLine(tag: string, name: string): Proposal {
  return {
    label: `${tag} ${name}`,
    kind: CompletionItemKind.Value,
    snippet: `${tag} ${snippetText(name)} ${keySnippet(name)}|2^31`,
    documentation: explained(suiteKnowledge(name)),
  };
}

function suites(): readonly Proposal[] {
  return CRYPTO_SUITES.map(({ name }) => ({
    ...value(name),
    documentation: explained(suiteKnowledge(name)),
    commit: [' '],
  }));
}

function keySnippet(name: string): string {
  const octets = findCryptoSuite(name)?.keySaltOctets ?? 30;
  return `inline:\${1:base64 of ${octets} random octets}`;
}

function suiteKnowledge(name: string): Explained {
  const suite = findCryptoSuite(name);
  if (suite === null) return { summary: 'Not a suite of any SRTP standard.', source: 'RFC 4568 §6.2' };
  const summary = `${suite.masterKeyOctets} octets key, ${suite.masterSaltOctets} octets salt: ${suite.base64Characters} characters of base64. ${suite.srtpTagBits} bits authentication tag.`;
  return suite.name === 'AES_CM_128_HMAC_SHA1_80'
    ? {
        summary,
        source: suite.source,
        teams: 'The suite that the SBC must support (Direct Routing – media protocols).',
      }
    : { summary, source: suite.source };
}

function sessionParameters(): readonly Proposal[] {
  return CRYPTO_SESSION_PARAMETERS.map((parameter) => ({
    ...value(parameter.name),
    documentation: explained(parameter),
    rank: parameter.insecure === true ? 8 : 5,
  }));
}
