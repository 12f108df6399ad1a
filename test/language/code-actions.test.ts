import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CodeAction } from 'vscode-languageserver-types';
import { clientCommands } from '../../shared/protocol';
import { provideCodeActions } from '../../server/language/code-actions';
import { rangeOf, type TraceView } from '../../server/language/view';
import { everywhere, viewOf } from '../support/view';

const samples = path.resolve(import.meta.dirname, '../../samples');
const sample = (name: string): TraceView => viewOf(readFileSync(path.join(samples, name), 'utf8'));

/** The actions where the first finding of a rule stands. */
function actionsAt(view: TraceView, rule: string): readonly CodeAction[] {
  const finding = view.analysis.findings.find((each) => each.rule.id === rule);
  assert.ok(finding, `no ${rule} among ${view.analysis.findings.map((each) => each.rule.id).join(', ')}`);
  return provideCodeActions(view, rangeOf(view, finding.range), { diagnostics: [], only: ['quickfix'] });
}

describe('code actions', () => {
  it('puts the comparison first and says what the fix does', () => {
    const actions = actionsAt(sample('outbound-video-missing.siptrace'), 'oa-m-line-count');
    const titles = actions.map(({ title }) => title);
    assert.equal(titles[0], 'Compare with corrected body: answer the missing m-line with port 0');
    assert.deepEqual(
      titles.filter((title) => /^(Copy finding|Set severity|Show in|Copy corrected)/.test(title)),
      [
        'Copy corrected body (1 fix)',
        'Show in the call panel',
        'Copy finding for a ticket',
        'Set severity of oa-m-line-count…',
      ],
    );
    assert.ok(
      actions.every(({ edit }) => edit === undefined),
      'a log stays as it is',
    );
  });

  it('compares the 183 and the 200 that differ', () => {
    const view = sample('outbound-credentials-change.siptrace');
    const [finding] = view.analysis.findings.filter(({ rule }) => /ice-changed/.test(rule.id));
    assert.ok(finding);
    const compare = actionsAt(view, finding.rule.id).find(({ title }) => title === 'Compare 183 and 200');
    assert.equal(compare?.command?.command, clientCommands.compareBodies);
    assert.match(finding.message, / \(now "\w+", before "\w+"\) than its 183/);
    const secret = view.analysis.findings.find(({ message }) => message.includes('another ICE password'));
    const marks = / \(now …#([\da-f]{4}), before …#([\da-f]{4})\)/.exec(secret?.message ?? '');
    assert.ok(marks !== null && marks[1] !== marks[2], secret?.message);
  });

  it('words a finding for a ticket, without keys', () => {
    const view = sample('inbound-crypto-tag.log');
    const [finding] = view.analysis.findings.filter(({ rule }) => rule.id.startsWith('oa-crypto'));
    assert.ok(finding);
    const copy = actionsAt(view, finding.rule.id).find(({ title }) => title.startsWith('Copy finding'));
    const text = String(copy?.command?.arguments?.[0]);
    assert.ok(text.includes(finding.message) && text.includes(`(${finding.rule.id}, ${finding.severity})`));
    assert.match(text, /^Where: trace\.siptrace, line \d+, in /m);
    assert.match(text, /^Call-ID: /m);
    assert.doesNotMatch(text, /inline:/);
  });

  it('words a finding for a ticket on lines of its own, whatever the file is called', () => {
    const text = readFileSync(path.join(samples, 'sbc-offer.sdp'), 'utf8');
    const whereOf = (name: string): readonly string[] => {
      const view = { ...viewOf(text), uri: `file:///${name}` };
      const actions = provideCodeActions(view, everywhere, { diagnostics: [], only: ['quickfix'] });
      const copy = actions.find(({ command }) => command?.command === clientCommands.copyFinding);
      return String(copy?.command?.arguments?.[0])
        .split('\n')
        .filter((line) => /^Where|here: b/.test(line));
    };
    assert.match(whereOf('100%.log').join('\n'), /^Where: 100%\.log, line \d+, in SDP$/);
    assert.match(
      whereOf('a%0AWhere:%20b%E2%80%AE%07').join('\n'),
      /^Where: a\ufffdWhere: b\ufffd\ufffd, line/,
    );
  });

  it('offers in place what brings no other error', () => {
    const text = [
      '#!side sbc',
      '#!role offer',
      'v=0',
      'o=- 1 1 IN IP4 203.0.113.10',
      's=-',
      'c=IN IP4 203.0.113.10',
      't=0 0',
      '',
      'a=ice-lite',
      '',
      '',
      'm=audio 50000 RTP/AVP 0',
      '',
    ].join('\n');
    const [fix] = actionsAt(viewOf(text), 'sdp-line-syntax').filter(({ edit }) => edit !== undefined);
    assert.equal(fix?.title, 'Delete the blank lines (sdp-line-syntax)');
    assert.equal(fix.edit?.changes?.['file:///trace.siptrace']?.length, 2);
  });

  it('works out all fixes only for who asks for them, and few of all that a selection holds', () => {
    const body = readFileSync(path.join(samples, 'sbc-offer.sdp'), 'utf8');
    const view = viewOf(Array.from({ length: 5 }, () => body).join('\n\n'));
    const unasked = provideCodeActions(view, everywhere, { diagnostics: [] });
    assert.ok(unasked.every(({ kind }) => kind === 'quickfix' || kind?.startsWith('refactor') === true));
    const edits = unasked.filter(({ edit, title }) => edit !== undefined && !/^Ignore/.test(title));
    assert.equal(edits.length, 20);
    const [all] = provideCodeActions(view, everywhere, { diagnostics: [], only: ['source.fixAll'] });
    assert.ok((all?.edit?.changes?.[view.uri]?.length ?? 0) > edits.length);
  });
});
