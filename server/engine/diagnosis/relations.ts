/**
 * Which findings explain what was seen of a call. Rules come and go, so causes are told by the first words of their ids,
 * which name a subject; only symptoms, of which there are few, are named one by one.
 */

/** What the end of a call is about. */
export type Topic =
  | 'acknowledgement'
  | 'challenge'
  | 'description'
  | 'dialog'
  | 'early'
  | 'extension'
  | 'ice'
  | 'identity'
  | 'media'
  | 'message'
  | 'number'
  | 'policy'
  | 'reach'
  | 'server'
  | 'timer'
  | 'transfer';

/** Beginnings of ids of rules that explain it, the telling ones first. */
const causes: Readonly<Record<Topic, readonly string[]>> = {
  acknowledgement: [
    'sip-ack',
    'sip-dialog',
    'sip-contact',
    'sip-route',
    'sip-record',
    'dr-contact',
    'dr-record',
    'sip-via',
    'sip-response',
  ],
  challenge: ['sip-auth'],
  description: [
    'oa-',
    'sdp-',
    'srtp-',
    'dtls-',
    'ice-',
    'call-refused',
    'call-sdp',
    'call-hold',
    'dr-delayed',
    'dr-connection',
    'sip-content-type',
  ],
  dialog: [
    'sip-dialog',
    'sip-ack',
    'sip-cseq',
    'sip-record',
    'sip-route',
    'call-offer',
    'call-glare',
    'sip-contact',
  ],
  early: [
    'sip-rack',
    'call-prack',
    'call-100rel',
    'call-reliable',
    'call-2xx',
    'call-sdp',
    'call-ice',
    'call-fork',
    'sip-require',
  ],
  extension: ['sip-require', 'call-100rel', 'sip-method'],
  ice: [
    'ice-',
    'oa-ice',
    'oa-remote',
    'stun-',
    'oa-rtcp-mux',
    'sdp-rtcp-mux',
    'call-ice',
    'call-sdp',
    'net-',
    'dr-delayed',
    'sdp-attribute',
    'sdp-mandatory',
  ],
  identity: ['dr-', 'sip-'],
  media: ['srtp-', 'oa-', 'dtls-', 'media-', 'ice-', 'stun-', 'net-', 'sdp-', 'call-'],
  message: ['sip-', 'dr-', 'sdp-'],
  number: ['dr-request', 'dr-from', 'dr-user', 'sip-uri', 'sip-userinfo', 'sip-start', 'dr-target'],
  policy: [],
  reach: [
    'sip-no',
    'sip-too-large',
    'sip-loop',
    'net-',
    'dr-failover',
    'dr-tls',
    'dr-port',
    'dr-target',
    'sip-contact',
    'sip-via',
  ],
  server: ['sip-loop', 'dr-', 'sdp-'],
  timer: ['sip-session', 'sip-422', 'sip-refresher', 'dr-min-se'],
  transfer: [
    'dr-refer',
    'sip-refer-to',
    'sip-notify',
    'sip-replaces',
    'sip-method',
    'dr-replaces',
    'dr-notify',
  ],
};

/**
 * Rules that say what was suffered, not why, with what explains them. They are told only where no cause is known.
 */
const symptoms: ReadonlyMap<string, Topic | null> = new Map([
  ['ice-all-failed', 'ice'],
  ['dr-bye-ice-failed', 'ice'],
  ['dr-bye-reason', null],
  ['dr-failure-cause', null],
  ['dr-failover-timer', 'reach'],
  ['dr-options-not-ok', 'reach'],
  ['dr-refer-unanswered', 'transfer'],
  ['media-none', 'media'],
  ['media-one-way', 'media'],
  ['media-stops', 'media'],
  ['stun-no-response', 'ice'],
  ['sip-2xx-retransmitted', 'acknowledgement'],
  ['sip-ack-missing', 'acknowledgement'],
  ['sip-auth-loop', 'challenge'],
  ['sip-bye-unanswered', 'dialog'],
  ['sip-dialog-unknown', 'dialog'],
  ['sip-early-cancel-no-487', 'reach'],
  ['sip-no-response', 'reach'],
  ['sip-refer-refused', 'transfer'],
  ['sip-session-timer', 'timer'],
  ['sip-transfer-failed', 'transfer'],
  ['call-final-reinvite-rejected', 'description'],
  ['call-reliable-1xx-repeated', 'early'],
]);

/** Symptoms that mean that a call was of no use, or would have been. */
const broken: ReadonlySet<string> = new Set([
  'ice-all-failed',
  'media-none',
  'media-one-way',
  'media-stops',
  'sip-session-timer',
  'stun-no-response',
]);

/** What endangers a call's secrets and never its course. */
const bystanders: ReadonlySet<string> = new Set([
  'dtls-fingerprint-weak',
  'ice-credentials-entropy',
  'srtp-crypto-key-reuse',
  'srtp-crypto-known-key',
  'srtp-keys-in-clear',
]);

export function isBystander(rule: string): boolean {
  return bystanders.has(rule);
}

export function isSymptom(rule: string): boolean {
  return symptoms.has(rule);
}

export function topicOf(symptom: string): Topic | null {
  return symptoms.get(symptom) ?? null;
}

/** Whether an answered call was of no use where a rule says so. */
export function isBroken(rule: string): boolean {
  return broken.has(rule);
}

/** How well a rule explains a topic: 0 not at all, up to 1 for the most telling. */
export function fit(rule: string, topic: Topic): number {
  const beginnings = causes[topic];
  const place = beginnings.findIndex((beginning) => rule.startsWith(beginning));
  return place === -1 ? 0 : 1 - place / (2 * beginnings.length);
}
