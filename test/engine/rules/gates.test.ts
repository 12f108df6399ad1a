/** What rules say that they look at (`of`, `ofLater`), held against what their checks say of all else. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import type { Call } from '../../../server/engine/calls/call';
import { staysInternal } from '../../../server/engine/calls/user-location';
import { Signalling } from '../../../server/engine/evidence/signalling';
import { rules } from '../../../server/engine/rules/index';
import { callContentsOf, messageKindOf } from '../../../server/engine/rules/kinds';
import { concerns } from '../../../server/engine/rules/speakers';
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

/** Examples of the pages of rules that look at calls and what is in them. */
function texts(): readonly string[] {
  return rules
    .filter(({ scope }) => ['message', 'call', 'body', 'offer-answer'].includes(scope))
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
      const { kind } = messageKindOf(traced.parsed, message.side);
      for (const rule of rules) {
        if (rule.scope !== 'message' || (rule.of?.(kind) ?? true)) continue;
        if (!concerns(rule.applies, message.side) || !rule.profiles.includes(profile)) continue;
        const { facts } = defaultOptions;
        const report = (): void => {
          const kinds = said.get(rule.id) ?? new Set<string>();
          said.set(rule.id, kinds.add(`${kind.status ?? 'request'} ${kind.method}`));
        };
        rule.check({ profile, facts, call, signalling, message, traced, sip: traced.parsed, report });
      }
    }
  }
}

/** The rules of a call and of its bodies that have something to say though they are not asked of it. */
function saidUnasked(call: Call): readonly string[] {
  const said = new Set<string>();
  const { facts } = defaultOptions;
  const profile = call.profile.name;
  const signalling = new Signalling(call.messages.map(({ message }) => message).filter(isSip));
  const { kind } = callContentsOf(call);
  for (const rule of rules) {
    const say = (): void => void said.add(rule.id);
    const subject = { profile, facts, call, signalling, report: say };
    if (rule.scope === 'call' && call.kind === 'call' && rule.of?.(kind) === false)
      rule.check({ ...subject, notEvaluated: say });
    if (rule.scope !== 'body' || rule.ofLater !== true) continue;
    for (const body of call.bodies)
      if (body.previousAgreed === null) rule.check({ ...subject, body, staysInternal: staysInternal(call) });
  }
  return [...said];
}

describe('what rules of calls and bodies are asked of', () => {
  it('leaves out nothing that they would speak of', function () {
    this.timeout(30_000);
    const said = texts().flatMap((text) => analyse(text).trace.calls.flatMap(saidUnasked));
    assert.deepEqual([...new Set(said)], []);
  });

  it('is told by each thing that a call may hold', () => {
    const held = new Map<string, number>();
    for (const text of texts())
      for (const call of analyse(text).trace.calls)
        for (const [name, is] of Object.entries(callContentsOf(call).kind))
          held.set(name, (held.get(name) ?? 0) + Number(is));
    assert.equal(held.size, 6);
    assert.ok(
      [...held.values()].every((count) => count > 0),
      JSON.stringify([...held]),
    );
  });
});

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
