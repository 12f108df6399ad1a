/** What rules of messages say that they look at (`of`), held against what their checks say of all other messages. */
import assert from 'node:assert/strict';
import { analyse, defaultOptions } from '../../../server/engine/analysis';
import { Signalling } from '../../../server/engine/evidence/signalling';
import { rules } from '../../../server/engine/rules/index';
import { concerns } from '../../../server/engine/rules/speakers';
import { factsOf } from '../../../server/engine/sip/facts';
import { isSip } from '../../../server/engine/traces/message';
import { examplesOf, pageOf } from '../../support/examples';

/** Of these `of` is a condition of the rule, and nothing else asks it: their checks speak of any message. */
const conditions: readonly string[] = [
  'dr-contact-required-in-options',
  'dr-delayed-offer',
  'dr-record-route',
  'dr-sba-refused',
  'dr-target-fqdn',
  'sip-2xx-retransmitted',
  'sip-ack-cseq',
  'sip-ack-missing',
  'sip-bye-unanswered',
  'sip-cancel-before-provisional',
  'sip-cancel-mismatch',
  'sip-contact-missing',
  'sip-dialog-tag',
  'sip-dialog-unknown',
  'sip-method-not-allowed',
  'sip-no-response',
  'sip-notify-refused',
  'sip-refer-refused',
  'sip-refer-to-syntax',
  'sip-refresher-mismatch',
  'sip-registration-lapsed',
  'sip-require-unsupported',
  'sip-session-timer',
  'sip-to-tag-missing',
];

/** Examples of the pages of rules that look at messages. */
function texts(): readonly string[] {
  return rules
    .filter(({ scope }) => scope === 'message' || scope === 'call')
    .flatMap(({ id }) => examplesOf(pageOf(id) ?? ''))
    .filter((example) => example.of === 'trace')
    .map(({ text }) => text);
}

/** Rule → what it would say of messages that it is not asked of, the first of each kind. */
function leftOut(text: string, said: Map<string, Set<string>>): void {
  for (const call of analyse(text).trace.calls) {
    const profile = call.profile.name;
    const signalling = new Signalling(call.messages.map(({ message }) => message).filter(isSip));
    for (const message of call.messages) {
      const traced = message.message;
      if (!isSip(traced) || message.retransmissionOf !== null) continue;
      const { method, status, toTag } = factsOf(traced.parsed);
      for (const rule of rules) {
        if (rule.scope !== 'message' || (rule.of?.({ method, status, isTagged: toTag !== '' }) ?? true))
          continue;
        if (!concerns(rule.applies, message.side) || !rule.profiles.includes(profile)) continue;
        const { facts } = defaultOptions;
        const report = (): void => {
          const kinds = said.get(rule.id) ?? new Set<string>();
          said.set(rule.id, kinds.add(`${status ?? 'request'} ${method}`));
        };
        rule.check({ profile, facts, call, signalling, message, traced, sip: traced.parsed, report });
      }
    }
  }
}

describe('what rules of messages are asked of', () => {
  it('leaves out nothing that they would speak of, but where it is a condition of theirs', () => {
    const said = new Map<string, Set<string>>();
    for (const text of texts()) leftOut(text, said);
    const others = [...said].filter(([id]) => !conditions.includes(id));
    assert.deepEqual(
      others.map(([id, kinds]) => `${id}: ${[...kinds].join(', ')}`),
      [],
    );
    assert.deepEqual(
      conditions.filter((id) => !said.has(id)),
      [],
      'no condition any more',
    );
  });
});
