/** The call panel's view of calls: ladder, steps, media and verdicts, out of traces that are always at hand. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { keyOfReplay, replaysOf } from '../../server/language/replay-view/replays';
import { replayView } from '../../server/language/replay-view/replay-view';
import type { TraceView } from '../../server/language/view';
import type { PairState } from '../../shared/ice';
import type { ReplayView, Row } from '../../shared/replay-view';
import { traceTextOf } from '../engine/ice/replays';
import { client, relay, sbcMedia, sbcSdp, Scenario, teamsSdp } from '../engine/ice/scenario';
import { cpuTime } from '../support/cpu-time';
import { positionOf, viewOf } from '../support/view';
import { sharedPath, skipUnshared } from '../support/shared';

const fixtures = path.resolve(__dirname, '../fixtures/ice');
const fixtureNames = fs.readdirSync(fixtures).filter((name) => name.endsWith('.siptrace'));

function fixture(start: string): string {
  const name = fixtureNames.find((each) => each.startsWith(start));
  assert.ok(name !== undefined, `no fixture ${start}`);
  return fs.readFileSync(path.join(fixtures, name), 'utf8');
}

/** The panel of the only call of a text. */
function panelOf(text: string, whatIf: string | null = null): ReplayView {
  const panels = panelsOf(viewOf(text), whatIf);
  const [only] = panels;
  assert.ok(only !== undefined && panels.length === 1, `${panels.length} calls, one is wanted`);
  return only;
}

function panelsOf(view: TraceView, whatIf: string | null = null): readonly ReplayView[] {
  return replaysOf(view).map((replay) => {
    const panel = replayView(view, { key: keyOfReplay(view, replay) }, whatIf);
    assert.ok(panel !== null);
    return panel;
  });
}

const labels = ({ rows }: ReplayView): readonly string[] => rows.map(({ label }) => label);

function rowWith(panel: ReplayView, label: string): Row {
  const row = panel.rows.find((each) => each.label === label);
  assert.ok(row !== undefined, `no row ${label} among ${labels(panel).join(', ')}`);
  return row;
}

/** The states of all pairs behind the last step, out of nothing but the changes. */
function replayed({ steps, forks }: ReplayView): readonly string[] {
  const states = new Map<string, PairState>();
  const nominated = new Set<string>();
  for (const { changes } of steps) {
    for (const change of changes) {
      if (change.kind !== 'pair' && change.kind !== 'nominated') continue;
      const key = `${change.of.fork} ${change.of.session} ${change.pair}`;
      if (change.kind === 'nominated') nominated.add(key);
      else states.set(key, change.to);
    }
  }
  return forks.flatMap(({ sessions }, fork) =>
    sessions.flatMap(({ pairs }, session) =>
      pairs.map(({ id }) => {
        const key = `${fork} ${session} ${id}`;
        return `${key} ${String(states.get(key))} ${String(nominated.has(key))}`;
      }),
    ),
  );
}

function ended({ forks }: ReplayView): readonly string[] {
  return forks.flatMap(({ sessions }, fork) =>
    sessions.flatMap(({ pairs }, session) =>
      pairs.map(({ id, state, nominated }) => `${fork} ${session} ${id} ${state} ${String(nominated)}`),
    ),
  );
}

/** What must hold of every panel. */
function assertSound(panel: ReplayView, text: string): void {
  assert.deepEqual(replayed(panel), ended(panel), 'the changes lead to the end');
  panel.steps.forEach(({ row }, place) => {
    const steps = row === null ? null : panel.rows[row]?.steps;
    assert.ok(steps !== null && steps !== undefined, `step ${place} has a row`);
    assert.ok(steps[0] <= place && place <= steps[1], `step ${place} is in the range of its row`);
  });
  let before = 0;
  for (const { at, from, to } of panel.rows) {
    assert.ok(at === null || at >= before, 'rows are in the order of time');
    before = at ?? before;
    assert.ok(panel.lanes[from] !== undefined && panel.lanes[to] !== undefined);
  }
  for (const { rows, lane, to } of panel.media) {
    assert.ok(rows[0] <= rows[1] && panel.rows[rows[1]] !== undefined);
    assert.ok(panel.lanes[lane] !== undefined && panel.lanes[to] !== undefined);
  }
  for (const { text: said } of panel.verdicts) assert.match(said, /^[^a-z].*\.$/s);
  const json = JSON.stringify(panel);
  for (const [, secret] of text.matchAll(/(?:ice-pwd:|inline:)([\w+/=]{6,})/g))
    assert.ok(secret === undefined || !json.includes(secret), `${secret ?? ''} is shown`);
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  assert.doesNotMatch(json, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
}

describe('the call panel', () => {
  describe('of a forked call', () => {
    const text = traceTextOf(path.resolve(__dirname, '../fixtures/forked/inbound-forked.pcapng'));
    const panel = panelOf(text);

    it('has a lane for the SBC, the SIP proxy and each fork', () => {
      assert.deepEqual(
        panel.lanes.map(({ kind, title, subtitle, fork }) => [kind, title, subtitle, fork]),
        [
          ['sbc', 'SBC', '203.0.113.10 · Lite', null],
          ['proxy', 'SIP proxy', '198.51.100.5 · pstnhub', null],
          ['endpoint', 'fork A', '198.51.100.21', 0],
          ['endpoint', 'fork B', '198.51.100.22', 1],
          ['endpoint', 'fork C', '198.51.100.23', 2],
        ],
      );
      assert.deepEqual(
        panel.forks.map(({ name, active, state, nominated }) => [name, active, state, nominated]),
        [
          ['fork A', false, 'completed', 'before-answer'],
          ['fork B', true, 'completed', 'before-answer'],
          ['fork C', false, 'completed', 'before-answer'],
        ],
      );
    });

    it('has a row for each message, each check with its answer, and each beginning of media', () => {
      const ofFork = ['183', 'check', 'nominate', 'SRTP'];
      assert.deepEqual(labels(panel), [
        'INVITE',
        '100',
        ...ofFork,
        ...ofFork,
        ...ofFork,
        '200',
        'ACK',
        '1 SRTP packet',
        'SRTP',
        'consent',
        'BYE',
        '200 (BYE)',
      ]);
      const nomination = panel.rows.find((row) => row.kind === 'check' && row.nominates && row.fork === 1);
      assert.deepEqual(nomination, {
        kind: 'check',
        at: 359_809,
        fork: 1,
        severity: 'good',
        defects: [
          'ICE completed on 198.51.100.22:35528 (host) ↔ SBC 203.0.113.10:50492, 2.2 ms after the 183, before the 200.',
        ],
        steps: [11, 12],
        range: nomination?.range,
        frame: 19,
        from: 3,
        to: 0,
        label: 'nominate',
        gist: 'Teams nominates: 198.51.100.22:35528 (host) to 203.0.113.10:50492, USE-CANDIDATE. The SBC answers the nomination: ICE is completed.',
        evidence: 'observed',
        answer: 'ok',
        error: null,
        nominates: true,
        count: 1,
        asked: 1,
        answered: 1,
        until: null,
      });
      const line = text.split('\n')[nomination.range?.start.line ?? 0];
      assert.match(line ?? '', /^=== 19 .* STUN binding request, USE-CANDIDATE/);
    });

    it('tells what happened, what the automata did and where it is written', () => {
      const step = panel.steps[12];
      assert.equal(panel.steps[11]?.title, 'Teams (fork B) nominates');
      assert.match(panel.steps[11].text, /integrity good with the password of the SBC\.$/);
      assert.equal(
        step?.automaton,
        'The pair 198.51.100.22:35528 ↔ 203.0.113.10:50492 is nominated. Media of the SBC belongs to 198.51.100.22:35528, the nominated pair. The check list of Teams (fork B) is Completed. The SBC (Lite) is Completed.',
      );
      assert.equal(
        step.source,
        'Direct Routing media protocols, “Nominations” · RFC 5245 §8.1.1, §8.2.1, §7.2.2',
      );
      assert.deepEqual(
        step.verdicts.map((place) => panel.verdicts[place]?.fork),
        [1],
      );
      assert.match(panel.steps[0]?.text ?? '', /ICE Lite, 1 candidate 203\.0\.113\.10:50492 \(host\)/);
      assert.ok(
        panel.steps[10]?.changes.some(
          (change) => change.kind === 'seen' && change.from.address === '198.51.100.22',
        ),
        'the lite agent has seen the endpoint',
      );
    });

    it('shows where the SBC sends media, and what is wrong with it', () => {
      const toWrongFork = rowWith(panel, '1 SRTP packet');
      assert.equal(toWrongFork.severity, 'warning');
      assert.deepEqual(toWrongFork.defects, [
        'The SBC sends a packet of media to 198.51.100.23:38299 of another fork after the 200 (18d1075213) before it moves on: the beginning of the call may be lost.',
      ]);
      const bars = panel.media.filter(({ sender }) => sender === 'sbc');
      assert.deepEqual(
        bars.map(({ fork, label, stretches }) => [fork, label, stretches.map(({ judgement }) => judgement)]),
        [
          [2, 'SRTP 1 packet', ['wrong']],
          [1, 'SRTP 199 packets', ['right']],
        ],
      );
      assert.ok(
        panel.media.every(({ protection }) => /^SRTP verified/.test(protection)),
        panel.media.map(({ protection }) => protection).join('\n'),
      );
    });

    it('says how it ended', () => {
      assert.equal(panel.headline.severity, 'good');
      assert.match(
        panel.headline.text,
        /^The call was answered and ended by the BYE of the SBC after 4\.0 s;/,
      );
      assert.match(panel.ice, /^Fork B: ICE completed on 198\.51\.100\.22:35528 \(host\)/);
      assert.equal(panel.answeredAfter, 3_002_360);
      assert.equal(panel.talked, 4_008_788);
      assert.equal(panel.from, '+12065550100');
      assert.equal(panel.profile, 'teams-bypass');
    });

    it('is sound', () => {
      assertSound(panel, text);
    });

    it('is found by its key and by any place in its messages and packets', () => {
      const view = viewOf(text);
      const at = (piece: string): string | undefined =>
        replayView(view, { position: positionOf(text, piece) }, null)?.key;
      assert.equal(at('a=ice-lite'), panel.key);
      assert.equal(at('USE-CANDIDATE'), panel.key);
      assert.equal(at('RTP 139 packets'), panel.key);
      assert.equal(at('#!trace-text'), undefined);
      assert.equal(replayView(view, { key: 'none' }, null), null);
    });
  });

  it('of every fixture is sound, with every fact changed too', () => {
    for (const name of fixtureNames) {
      const text = fixture(name);
      const view = viewOf(text);
      for (const panel of panelsOf(view)) {
        assertSound(panel, text);
        for (const { id } of panel.whatIfs) {
          const simulated = replayView(view, { key: panel.key }, id);
          assert.ok(simulated !== null, `${name}: ${id}`);
          assertSound(simulated, text);
        }
      }
    }
  });

  it('folds what repeats itself: requests without an answer, consent checks', () => {
    const silent = panelOf(fixture('10'));
    const check = rowWith(silent, 'check');
    assert.ok(check.kind === 'check');
    assert.deepEqual([check.answer, check.count, check.severity], ['none', 7, 'error']);
    assert.match(check.gist, /Sent 7 times in 31\.5 s\. No answer\.$/);

    const scenario = answered(new Scenario('consent'));
    for (let count = 1; count <= 200; count++) scenario.at(3000 + count * 5000).exchange();
    const consent = panelOf(scenario.text());
    const rows = consent.rows.filter(({ label }) => label === 'consent');
    assert.equal(rows.length, 1);
    const [row] = rows;
    assert.ok(row?.kind === 'check');
    assert.deepEqual([row.count, row.until], [200, 1_003_000_000]);
    assertSound(consent, '');
  });

  it('goes on in a new row where something comes between', () => {
    const scenario = answered(new Scenario('hold'));
    scenario.at(8000).exchange().at(13_000).exchange();
    scenario
      .at(14_000)
      .reinvite('sbc', 'a', sbcSdp({ direction: 'sendonly' }))
      .respond(200, 'a', teamsSdp());
    scenario.ack('a').at(18_000).exchange();
    const counts = panelOf(scenario.text()).rows.flatMap((row) =>
      row.kind === 'check' && row.label === 'consent' ? [row.count] : [],
    );
    assert.deepEqual(counts, [2, 1]);
  });

  it('draws predictions apart, and blames nobody', () => {
    const panel = panelOf(fixture('20'));
    assert.equal(panel.evidence, 'predicted');
    assert.match(panel.ice, /^How ICE went is not known/);
    const predicted = panel.rows.filter(({ evidence }) => evidence === 'predicted');
    assert.deepEqual(
      predicted.map(({ label, range, severity }) => [label, range, severity]),
      [
        ['check', null, null],
        ['if no answer', null, null],
        ['nominate', null, null],
      ],
    );
    assert.ok(panel.verdicts.every(({ severity }) => severity === 'info'));
  });

  it('says who must change what, where it failed', () => {
    const panel = panelOf(fixture('08'));
    assert.equal(panel.headline.severity, 'error');
    assert.equal(panel.verdicts[0]?.severity, 'error');
    const place = panel.verdicts.find(({ id }) => id === 'asymmetric-response')?.step;
    assert.equal(panel.steps[place ?? -1]?.event, 'success');
    assert.ok(panel.rows.some((row) => row.kind === 'check' && row.severity === 'error'));
  });

  it('judges media at each time: before checks, by checks, after the nomination', () => {
    const scenario = new Scenario('stretches');
    scenario.at(0).invite('sbc', sbcSdp()).at(200).respond(183, 'a', teamsSdp());
    scenario.at(300).rtp(sbcMedia, relay, 20_000);
    scenario.at(1000).exchange({ from: relay, priority: 1_258_289_663 });
    scenario.at(2000).exchange();
    scenario.at(3000).respond(200, 'a', teamsSdp()).ack('a');
    scenario.at(4000).exchange({ nominate: true });
    const [bar] = panelOf(scenario.text()).media;
    assert.deepEqual(
      bar?.stretches.map(({ begins, ends, judgement }) => [begins, ends, judgement]),
      [
        [300_000, 1_000_000, 'unknown'],
        [1_000_000, 2_000_000, 'right'],
        [2_000_000, 4_000_000, 'unknown'],
        [4_000_000, 4_500_000, 'unknown'],
        [4_500_000, 20_000_000, 'wrong'],
      ],
    );
    assert.equal(
      bar.stretches.at(-1)?.why,
      `${client.address}:${client.port} is nominated: the nominated pair must be used.`,
    );
  });

  it('shows the PSTN leg where the same call is seen there', () => {
    const panel = panelsOf(viewOf(withPstnLeg('+12065550100'))).find(({ kind, lanes }) =>
      kind === 'call' ? lanes.some((lane) => lane.kind === 'sbc' && lane.title === 'SBC') : false,
    );
    assert.deepEqual(
      panel?.lanes.map(({ title, subtitle }) => [title, subtitle]),
      [
        ['PSTN', '10.0.0.5'],
        ['SBC', '198.51.100.10 · Lite'],
        ['SIP proxy', '52.114.75.24 · pstnhub'],
        ['Teams', '192.0.2.77'],
      ],
    );
    assert.deepEqual([panel.rows[0]?.from, panel.rows[0]?.to], [0, 1]);
  });

  it('says which end is the full agent and which the lite one, whichever it is', () => {
    const lite = teamsSdp({ lite: true });
    const scenario = new Scenario('lite-teams').at(0).invite('sbc', sbcSdp({ lite: false }));
    const panel = panelOf(
      scenario.at(200).respond(183, 'a', lite).at(3000).respond(200, 'a', lite).ack('a').text(),
    );
    const said = panel.steps.map(({ automaton }) => automaton).join(' ');
    assert.match(
      said,
      /The check list of the SBC goes from Idle to Running\. Teams \(Lite\) goes from Idle to Running\./,
    );
  });

  it('shows no PSTN leg of another number', () => {
    const panels = panelsOf(viewOf(withPstnLeg('+12065550999')));
    assert.equal(panels.length, 2);
    assert.ok(panels.every(({ lanes }) => lanes.every(({ kind }) => kind !== 'pstn')));
  });

  it('shows no PSTN leg of the same numbers at another time', () => {
    const times = /T(?:09:59:59\.900000|10:00:30\.000000)/g;
    for (const hour of ['08', '12']) {
      const text = withPstnLeg('+12065550100').replace(times, (time) => `T${hour}${time.slice(3)}`);
      const panels = panelsOf(viewOf(text));
      assert.equal(panels.length, 2);
      assert.ok(panels.every(({ lanes }) => lanes.every(({ kind }) => kind !== 'pstn')));
    }
  });

  it('draws a telephone that signals and speaks from one address as one line', () => {
    const plain = fixture('20')
      .replaceAll('sip.pstnhub.microsoft.com', 'pbx.telephony.example.net')
      .replace(/(?<=User-Agent: )Microsoft.*/g, (agent) => 'Example'.padEnd(agent.length, '.'));
    const from = (address: string): string =>
      plain.replace(/^=== .*/gm, (head) => head.replace('52.114.75.24', address));
    const [apart] = panelsOf(viewOf(from('203.0.113.99')));
    const [together] = panelsOf(viewOf(from('10.20.30.40')));
    assert.equal(apart?.lanes.length, 3);
    assert.deepEqual(
      together?.lanes.map(({ title }) => title),
      ['198.51.100.10', '10.20.30.40'],
    );
  });

  it('names no Microsoft where none is, and shows checks without a call', () => {
    // A block of trace text counts its octets.
    const plain = fixture('20')
      .replaceAll('sip.pstnhub.microsoft.com', 'pbx.telephony.example.net')
      .replaceAll('52.114.75.24', '203.0.113.99')
      .replace(/(?<=User-Agent: )Microsoft.*/g, (agent) => 'Example'.padEnd(agent.length, '.'));
    const [panel] = panelsOf(viewOf(plain));
    assert.doesNotMatch(JSON.stringify([panel?.lanes, panel?.steps, panel?.rows]), /Teams|Microsoft|pstnhub/);
    assert.deepEqual(
      panel?.lanes.map(({ title }) => title),
      ['198.51.100.10', '203.0.113.99', 'callee, media'],
    );

    const text = fixture('01');
    const packets = `${text.slice(0, text.indexOf('=== '))}${text
      .split(/^(?==== )/m)
      .filter((block) => / STUN /.test(block.split('\n')[0] ?? ''))
      .join('')}`;
    const stray = panelOf(packets);
    assert.equal(stray.kind, 'checks');
    assert.equal(stray.callId, null);
    assert.deepEqual(
      stray.lanes.map(({ title }) => title),
      ['answering side', 'checking side'],
    );
    assert.deepEqual(labels(stray), ['check', 'nominate']);
  });

  it('hands out no control characters of the trace', () => {
    const text = fixture('05').replaceAll('IceConnectivityChecksFailed', `\u202e\u0007${'x'.repeat(23)}`);
    const panel = panelOf(text);
    assert.match(JSON.stringify(panel.steps), /\ufffd\ufffdx{23}/);
    assertSound(panel, text);
  });

  it('of a call of thousands of steps takes time in proportion', () => {
    const long = (exchanges: number): TraceView => {
      const scenario = answered(new Scenario('long'));
      for (let count = 1; count <= exchanges; count++) {
        scenario.at(3000 + count * 5000).exchange();
        if (count % 5 !== 0) continue;
        scenario
          .at(4000 + count * 5000)
          .reinvite('sbc', 'a', sbcSdp())
          .respond(200, 'a', teamsSdp());
        scenario.ack('a');
      }
      return viewOf(scenario.text());
    };
    const [short, tall] = [long(250), long(2000)];
    const measure = (view: TraceView): number => {
      const before = cpuTime();
      for (let count = 0; count < 3; count++) panelsOf(view);
      return cpuTime() - before;
    };
    measure(short);
    const [one, eight] = [measure(short), measure(tall)];
    assert.ok((panelsOf(tall)[0]?.steps.length ?? 0) > 5000);
    assert.ok(eight < 24 * Math.max(one, 10), `${eight.toFixed(0)} ms beside ${one.toFixed(0)} ms`);
  });

  const both = sharedPath('captures', 'pcap', '01i-inbound-any-sll2.pcap');
  it('shows the PSTN leg of a capture with both', function () {
    if (both === null) skipUnshared(this);
    const panel = panelsOf(viewOf(traceTextOf(both))).find(({ lanes }) => lanes[0]?.kind === 'pstn');
    assert.ok(panel !== undefined);
    assert.ok(panel.media.some(({ sender, lane }) => sender === 'pstn' && lane === 0));
    assert.equal(panel.headline.severity, 'good');
  });
});

/** A call that completed before its answer. */
function answered(scenario: Scenario): Scenario {
  scenario.at(0).invite('sbc', sbcSdp()).at(200).respond(183, 'a', teamsSdp());
  scenario.at(220).exchange().at(260).exchange({ nominate: true });
  return scenario.at(3000).respond(200, 'a', teamsSdp()).ack('a');
}

/** Fixture 01 with the call on its way from the telephone network. */
function withPstnLeg(caller: string): string {
  const text = fixture('01');
  const at = text.indexOf('=== ');
  const message = (start: string, tag: string): string =>
    [
      start,
      'Via: SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bKpstn',
      `From: <sip:${caller}@10.0.0.5>;tag=pstn`,
      `To: <sip:+14255550199@10.0.0.10>${tag}`,
      'Call-ID: pstn-leg',
      'CSeq: 1 INVITE',
      'Content-Length: 0',
      '',
      '',
    ].join('\n');
  const invite = message('INVITE sip:+14255550199@198.51.100.10 SIP/2.0', '');
  const ringing = message('SIP/2.0 180 Ringing', ';tag=sbc');
  const octets = (content: string): string => String(content.replaceAll('\n', '\r\n').length);
  const block = (time: string, way: string, content: string): string =>
    `=== 1  2026-01-31T${time}Z  UDP ${way}  SIP ${octets(content)} octets\n${content}\n`;
  return [
    text.slice(0, at),
    block('09:59:59.900000', '10.0.0.5:5060 -> 198.51.100.10:5060', invite),
    text.slice(at).trimEnd(),
    '\n\n',
    block('10:00:30.000000', '198.51.100.10:5060 -> 10.0.0.5:5060', ringing),
  ].join('');
}
