/** What a call is written as, of every call of the fixtures and of one whose every text is hostile. */
import assert from 'node:assert/strict';
import { escaped, mermaidOf } from '../../../client/panel/call-mermaid';
import { callReport, type ReportTexts } from '../../../client/panel/call-report';
import type { ReplayView, Row } from '../../../shared/replay-view';

const hostile = '<img src=x onerror=alert(1)>"\'&;#%%{init}\n`end` -->> A->>B: x\u202e';

/** A line of Mermaid as it is written here: no text in it can end it or mean something. */
const mermaidLine =
  /^(?:sequenceDiagram| {2}participant L\d+ as | {2}L\d+(?:->>|-->>|-x)L\d+: | {2}Note over L\d+(?:,L\d+)?: )(?:[\p{L}\p{N} .,()+/=@_·–…→⇄✓-]|#\d+;|: )*$/u;

describe('a call as a Mermaid diagram', () => {
  it('has a line for each lane and row, and notes for what is wrong', () => {
    const text = mermaidOf(view);
    assert.deepEqual(text.split('\n'), [
      'sequenceDiagram',
      '  participant L0 as SBC (203.0.113.10 · Lite)',
      '  participant L1 as SIP proxy',
      '  participant L2 as fork A',
      '  Note over L0,L2: ICE completed',
      '  L0->>L1: INVITE SDP offer (0.000 s)',
      '  L2->>L0: check 3 times ⇄ ok (0.206 s)',
      '  L2-xL0: check, no answer (0.300 s)',
      '  Note over L0,L2: wrong password',
      '',
    ]);
  });

  it('keeps text from being more than text', () => {
    const text = mermaidOf(hostileView);
    for (const line of text.trimEnd().split('\n')) assert.match(line, mermaidLine);
    assert.doesNotMatch(text, /[<>](?!>L|L)|`|%%|alert\(1\)>/);
    assert.equal(escaped('a;b'), 'a#59;b');
    assert.equal(escaped('#quot;'), '#35;quot#59;');
  });

  it('stays as short as Mermaid wants it, and says what it leaves out', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({ ...sip, at: index * 1000 }));
    const text = mermaidOf({ ...view, rows });
    assert.ok(text.length < 50_000, String(text.length));
    assert.match(text, /Note over L0,L2: \d+ rows are left out here/);
  });

  it('says that it is simulated', () => {
    const text = mermaidOf({ ...view, simulated: 'The SBC says a=ice-lite' });
    assert.match(text, /Note over L0,L2: simulated, not what the trace shows: The SBC says a=ice-lite/);
  });
});

describe('a call as a report', () => {
  it('holds ladder, states, pairs, verdicts, steps, descriptions and findings', () => {
    const page = report(view);
    for (const text of [
      'ICE completed',
      '52.113.200.73:53156',
      '9151314442783293438',
      'Teams nominates',
      'The check list is Completed.',
      'RFC 8445 §8.1.1',
      'm=audio 50492 RTP/SAVP 0',
      'ice-candidate-private-address',
      'data:image/svg+xml;base64,PHN2ZyB',
    ]) {
      assert.ok(page.includes(text), text);
    }
  });

  it('runs nothing and loads nothing', () => {
    const page = report(hostileView, hostile);
    assert.match(page, /http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:;/);
    const tags = new Set([...page.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name]) => name));
    for (const tag of ['script', 'iframe', 'object', 'link', 'a', 'form', 'svg'])
      assert.ok(!tags.has(tag), tag);
    const images = [...page.matchAll(/<img [^>]*>/g)].map(([image]) => image);
    assert.equal(images.length, 1);
    assert.match(images[0] ?? '', /^<img alt="Ladder" src="data:image\/svg\+xml;base64,[\w+/=]+">$/);
    assert.doesNotMatch(page, /\u202e/);
    assert.ok(page.includes('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;'));
  });

  it('balances its elements whatever the trace says', () => {
    const open: string[] = [];
    const voids = ['meta', 'br', 'img', '!doctype'];
    for (const [, slash, name = ''] of report(hostileView, hostile).matchAll(
      /<(\/?)(!?[a-z]+\d?)(?:\s[^<>]*)?>/gi,
    )) {
      if (voids.includes(name.toLowerCase())) continue;
      if (slash === '') open.push(name);
      else assert.equal(open.pop(), name);
    }
    assert.deepEqual(open, []);
  });

  it('says quietly what the capture shows, where there is anything to say', () => {
    const range = { start: { line: 8, character: 0 }, end: { line: 8, character: 5 } };
    const capture = [{ id: 'capture-cut', text: '<Cut>.', range, frame: 4, leap: null }];
    assert.match(
      report({ ...view, capture }),
      /<p>What this capture shows:<\/p>\s*<ul>\s*<li>&lt;Cut&gt;\. \(line 9, frame 4\)<\/li>/,
    );
    assert.doesNotMatch(report(view), /What this capture shows/);
  });

  it('shows the media path, with what the trace says in it as text', () => {
    assert.doesNotMatch(report(view), /<h2>Media path/);
    const path: NonNullable<ReplayView['path']> = {
      evidence: 'observed',
      summary: 'Media took flow <4>.',
      figures: [],
      hosts: [],
      legs: [
        { from: 'relay', to: 'sbc', flow: "4'", state: 'observed', taken: true, text: '<b>', range: null },
        { from: 'sbc', to: 'pstn', flow: null, state: 'unknown', taken: false, text: '', range: null },
      ],
      lync: null,
      better: [],
      findings: [
        {
          rule: 'net-vpn-media',
          severity: 'warning',
          evidence: 'observed',
          text: 'In the <tunnel>.',
          range: null,
        },
      ],
      missingSettings: [],
      asOf: '2026-07',
    };
    const page = report({ ...view, path });
    assert.match(page, /<h2>Media path<\/h2>\s*<p><strong>Media took flow &lt;4&gt;\./);
    assert.match(page, /<td>4&#39;<\/td><td>&lt;b&gt;<\/td><td>observed/);
    assert.doesNotMatch(page, /<td>–<\/td><td><\/td>/, 'no row for a leg without words');
    assert.match(page, /In the &lt;tunnel&gt;\.<br><code>net-vpn-media/);
  });

  it('says that it is simulated', () => {
    assert.match(
      report({ ...view, simulated: 'The SBC says a=ice-lite' }),
      /class="simulated">simulated: The SBC says a=ice-lite</,
    );
  });

  function report(of: ReplayView, text = '<svg xmlns="http://www.w3.org/2000/svg"></svg>'): string {
    return callReport({ view: of, title: 'call', facts: text, trace: text, svg: text, path: text, texts });
  }
});

const texts: ReportTexts = {
  language: 'en',
  simulated: 'simulated',
  capture: 'What this capture shows',
  ladder: 'Ladder',
  path: 'Media path',
  leg: 'Leg',
  verdicts: 'Verdicts',
  states: 'States',
  steps: 'Steps',
  descriptions: 'Descriptions',
  none: 'None.',
  line: 'line',
  frame: 'frame',
  fork: 'Fork',
  severity: 'Severity',
  what: 'What',
  evidence: 'Evidence',
  where: 'Where',
  rule: 'Rule',
  state: 'State',
  controlling: 'Controlling',
  pairs: 'Pairs',
  candidates: 'Candidates',
  type: 'Type',
  component: 'Component',
  priority: 'Priority',
  nominated: 'Nominated',
  checks: 'Checks',
  address: 'Address',
  foundation: 'Foundation',
  time: 'Time',
  automaton: 'Automaton',
  source: 'Source',
  footer: 'Footer',
};

const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
const base = {
  fork: null,
  evidence: 'observed',
  severity: null,
  defects: [],
  gist: '',
  steps: null,
  range,
  frame: 7,
} as const;
const sip: Row = {
  ...base,
  kind: 'sip',
  at: 0,
  from: 0,
  to: 1,
  label: 'INVITE',
  sdp: 'offer',
  status: null,
  retransmission: false,
};
const check: Row = {
  ...base,
  kind: 'check',
  at: 206_000,
  from: 2,
  to: 0,
  label: 'check',
  answer: 'ok',
  error: null,
  nominates: false,
  count: 3,
  asked: 1,
  answered: 1,
  until: 207_000,
};

const view: ReplayView = {
  key: 'key',
  kind: 'call',
  callId: 'id@host',
  from: 'sip:+12065550100@sbc.example.com',
  to: 'sip:+14255550199@example.com',
  names: { from: '', to: '' },
  outcome: 'answered',
  status: 200,
  reason: 'OK',
  profile: 'teams-bypass',
  started: null,
  answeredAfter: null,
  alertedAfter: null,
  talked: null,
  result: null,
  negotiated: [],
  evidence: 'observed',
  headline: { severity: 'good', text: 'ICE completed' },
  diagnosis: null,
  capture: [],
  simulated: null,
  timed: true,
  lanes: [
    { kind: 'sbc', title: 'SBC', subtitle: '203.0.113.10 · Lite', fork: null },
    { kind: 'proxy', title: 'SIP proxy', subtitle: '', fork: null },
    { kind: 'endpoint', title: 'fork A', subtitle: '', fork: 0 },
  ],
  rows: [
    sip,
    check,
    { ...check, at: 300_000, answer: 'none', count: 1, defects: ['wrong password'], severity: 'error' },
  ],
  media: [],
  steps: [
    {
      at: 206_000,
      event: 'request',
      evidence: 'observed',
      fork: 0,
      title: 'Teams nominates',
      text: 'A check.',
      automaton: 'The check list is Completed.',
      source: 'RFC 8445 §8.1.1',
      changes: [],
      row: 1,
      verdicts: [0],
      range,
      frame: 7,
    },
  ],
  forks: [
    {
      name: 'fork A',
      toTag: 'a',
      active: true,
      main: 0,
      state: 'completed',
      nominated: 'before-answer',
      sessions: [
        {
          title: 'audio',
          generation: 0,
          ufrag: { sbc: 'S', teams: 'T' },
          lite: { sbc: true, teams: false },
          controlling: 'teams',
          state: 'completed',
          evidence: 'observed',
          pairs: [
            {
              id: 0,
              component: 1,
              teams: '52.113.200.73:53156',
              teamsType: 'relay',
              base: null,
              sbc: '203.0.113.10:50492',
              priority: '9151314442783293438',
              state: 'succeeded',
              nominated: true,
              evidence: 'observed',
              requests: 3,
              responses: 3,
            },
          ],
          candidates: [
            {
              end: 'teams',
              address: '52.113.200.73:53156',
              type: 'relay',
              component: 1,
              transport: 'UDP',
              priority: 1258289663,
              foundation: '3',
              range,
            },
          ],
        },
      ],
    },
  ],
  verdicts: [
    {
      id: 'completed',
      severity: 'good',
      evidence: 'observed',
      text: 'ICE completed.',
      fork: 0,
      rules: [],
      step: 0,
      range,
      frame: 7,
      related: [],
    },
    {
      id: 'ice-candidate-private-address',
      severity: 'error',
      evidence: 'observed',
      text: 'Private.',
      fork: null,
      rules: ['ice-candidate-private-address'],
      step: 0,
      range,
      frame: null,
      related: [],
    },
  ],
  ice: '',
  counts: { error: 1, warning: 0, info: 0 },
  path: null,
  descriptions: [
    {
      title: 'Offer in INVITE',
      role: 'offer',
      side: 'sbc',
      fork: null,
      text: 'v=0\nm=audio 50492 RTP/SAVP 0',
      range,
    },
  ],
  whatIfs: [],
};

/** The same with every free text hostile; what has a fixed set of values keeps its own. */
const hostileView: ReplayView = JSON.parse(
  JSON.stringify(view, (name, value: unknown) =>
    typeof value === 'string' &&
    /^(?:title|subtitle|text|label|name|message|automaton|source|teams|sbc|address|foundation|callId|rule|transport|priority)$/.test(
      name,
    )
      ? hostile
      : name === 'defects'
        ? [hostile]
        : value,
  ),
) as ReplayView;
