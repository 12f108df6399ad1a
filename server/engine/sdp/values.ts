/**
 * Values of attributes as named fields, for hovers and the like. Most are read with sdp-transform's grammar.
 *
 * Our own grammars come first where they exist, above all where sdp-transform's one falls short:
 * - `candidate`: it loses extensions that it does not know or that come in another order, and raddr without
 *   rport;
 * - `crypto`: it knows no tabs and several blanks, and leaves lifetime and MKI inside one string with the key;
 * - `remote-candidates`: one string for all;
 * - `fingerprint`, `rtcp`: it takes any word for the octets, the first digits of anything for a port;
 * - `rtpmap`: it lets the clock rate be missing, and cuts encoding names at characters other than letters,
 *   digits, `-` and `.`;
 * - `ice-options`, `group`: it keeps only the first option, and only letters and digits of the semantics;
 * - `x-ssrc-range`, `x-candidate-ipv6`, `cryptoscale` (MS-SDPEXT): it does not know them.
 */
import { grammar, type GrammarRule } from 'sdp-transform';
import { perObject } from '../basics/memo';
import { candidateOf } from './candidate';
import { cryptoOf } from './crypto';
import { emptyAt, fieldsOf } from './fields';
import { fingerprintOf } from './fingerprint';
import { fmtpOf } from './fmtp';
import { remoteCandidatesOf } from './remote-candidates';
import { rtcpOf } from './rtcp';
import { rtpmapOf } from './rtpmap';
import type { AttributeLine } from './sdp';

declare module 'sdp-transform' {
  /** What sdp-transform exports but its published types leave out. */
  export interface GrammarRule {
    /** Where the value is kept: of attributes that stand once, and of those that may be repeated. */
    readonly name?: string;
    readonly push?: string;
    /** Tried on what follows `a=`. */
    readonly reg: RegExp;
    /** The fields of the groups, in order; one field called `name` where absent. */
    readonly names?: readonly string[];
  }
  export const grammar: Readonly<Record<string, readonly GrammarRule[]>>;
}

export type AttributeValue = Readonly<Record<string, string | number>>;

/**
 * The fields of an attribute's value; null where the attribute is not known or its value does not fit. Never
 * holds an SRTP key. Holds ICE passwords: mask them before they are shown.
 */
export const attributeValue = perObject(read);

/** Some of sdp-transform's patterns take more than linear time; no real value comes near this length. */
const maxLength = 1000;

type Reader = (line: AttributeLine) => AttributeValue | null;

const ours: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['candidate', readCandidate],
  ['x-candidate-ipv6', readCandidate],
  ['crypto', readCrypto],
  ['cryptoscale', readCrypto],
  ['remote-candidates', readRemoteCandidates],
  ['rtcp', readRtcp],
  ['fingerprint', readFingerprint],
  ['rtpmap', readRtpmap],
  ['fmtp', readFmtp],
  ['ice-options', readIceOptions],
  ['group', readGroup],
  ['x-ssrc-range', readSsrcRange],
]);

const theirs = byAttributeName(grammar['a'] ?? []);

function read(line: AttributeLine): AttributeValue | null {
  const { name, value } = line.attribute;
  const own = ours.get(name.text);
  if (own !== undefined) return own(line);
  if ((value?.text.length ?? 0) > maxLength) return null;
  const text = value === null ? name.text : `${name.text}:${value.text}`;
  for (const rule of theirs.get(name.text) ?? []) {
    const match = rule.reg.exec(text);
    if (match !== null) return fieldsOfMatch(rule, match);
  }
  return null;
}

/** The rules for each attribute's name, so that a value meets only the patterns that can match it. */
function byAttributeName(rules: readonly GrammarRule[]): ReadonlyMap<string, readonly GrammarRule[]> {
  const index = new Map<string, GrammarRule[]>();
  for (const rule of rules) {
    for (const name of attributeNames(rule.reg)) {
      const sameName = index.get(name);
      if (sameName === undefined) index.set(name, [rule]);
      else sameName.push(rule);
    }
  }
  return index;
}

/** A pattern begins with the name and a colon, or with the names of flags in parentheses. */
function attributeNames(pattern: RegExp): readonly string[] {
  const head = /^\^(?:\(([a-z|-]+)\)|([a-z-]+):)/.exec(pattern.source);
  return (head?.[1] ?? head?.[2])?.split('|') ?? [];
}

function fieldsOfMatch(rule: GrammarRule, match: RegExpExecArray): AttributeValue {
  const names = rule.names ?? [rule.name ?? 'value'];
  const fields: Record<string, string | number> = {};
  for (const [index, name] of names.entries()) {
    const text = match[index + 1];
    if (text !== undefined) fields[name] = numberOrText(text);
  }
  return fields;
}

function numberOrText(text: string): string | number {
  const value = Number(text);
  return String(value) === text && Number.isFinite(value) ? value : text;
}

function readCandidate(line: AttributeLine): AttributeValue | null {
  const candidate = candidateOf(line);
  if (candidate.type.text === '') return null;
  return present({
    foundation: candidate.foundation.text,
    component: candidate.componentValue,
    transport: candidate.transport.text,
    priority: candidate.priorityValue,
    ip: candidate.address.text,
    port: candidate.portValue,
    type: candidate.type.text,
    raddr: candidate.raddr?.text,
    rport: candidate.rportValue,
    extensions: candidate.extensions.map(({ name, value }) => `${name.text} ${value.text}`).join(' '),
  });
}

function readCrypto(line: AttributeLine): AttributeValue | null {
  const crypto = cryptoOf(line);
  const key = crypto.keyParams[0];
  if (key === undefined) return null;
  return present({
    id: crypto.tagValue,
    role: crypto.role?.text,
    suite: crypto.suite.text,
    method: key.method.text,
    keyOctets: key.keyOctets,
    keys: crypto.keyParams.length,
    lifetime: key.lifetime?.text,
    mki: key.mki?.value.text,
    mkiLength: key.mki?.lengthValue,
    sessionParams: crypto.sessionParams.map((param) => param.name.text).join(' '),
  });
}

function readRemoteCandidates(line: AttributeLine): AttributeValue | null {
  const { entries } = remoteCandidatesOf(line);
  if (entries.length === 0) return null;
  const fields: Record<string, string | number> = {};
  for (const { component, address, port } of entries) {
    fields[`component ${component.text}`] = `${address.text} ${port.text}`;
  }
  return fields;
}

function readRtcp(line: AttributeLine): AttributeValue | null {
  const { portValue, netType, addrType, address } = rtcpOf(line);
  if (portValue === null) return null;
  return present({
    port: portValue,
    netType: netType?.text,
    addrType: addrType?.text,
    address: address?.text,
  });
}

function readFingerprint(line: AttributeLine): AttributeValue | null {
  const { hash, octets, octetCount } = fingerprintOf(line);
  return octetCount === null ? null : { type: hash.text, hash: octets.text, octets: octetCount };
}

function readRtpmap(line: AttributeLine): AttributeValue | null {
  const rtpmap = rtpmapOf(line);
  if (rtpmap.payloadTypeValue === null || rtpmap.encoding.text === '') return null;
  return present({
    payload: rtpmap.payloadTypeValue,
    codec: rtpmap.encoding.text,
    rate: rtpmap.clockValue,
    encoding: rtpmap.channelsValue,
  });
}

function readFmtp(line: AttributeLine): AttributeValue | null {
  const { payloadType, parameters } = fmtpOf(line);
  if (parameters.text === '') return null;
  return { payload: numberOrText(payloadType.text), config: parameters.text };
}

function readIceOptions(line: AttributeLine): AttributeValue | null {
  const options = fieldsOf(line.attribute.value ?? emptyAt(line.end));
  return options.length === 0 ? null : { iceOptions: options.map((option) => option.text).join(' ') };
}

function readGroup(line: AttributeLine): AttributeValue | null {
  const [semantics, ...mids] = fieldsOf(line.attribute.value ?? emptyAt(line.end));
  if (semantics === undefined) return null;
  return { type: semantics.text, mids: mids.map((mid) => mid.text).join(' ') };
}

/** First and last SSRC, parted by a hyphen (MS-SDPEXT). */
function readSsrcRange(line: AttributeLine): AttributeValue | null {
  const match = /^\s*(\d{1,10})-(\d{1,10})$/.exec(line.attribute.value?.text ?? '');
  return match === null ? null : { first: Number(match[1]), last: Number(match[2]) };
}

function present(fields: Readonly<Record<string, string | number | null | undefined>>): AttributeValue {
  const found: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== undefined && value !== '') found[name] = value;
  }
  return found;
}
