/** Every way that ICE ends, from small traces (test/fixtures/ice). `UPDATE_FIXTURES=1` writes them anew. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { SessionState } from '../../../shared/ice';
import type { VerdictId } from '../../../server/engine/ice/verdicts/ids';
import { mainOf, replayOfText, verdictIds } from './replays';
import { scenarios } from './scenarios';

const folder = path.resolve(__dirname, '../../fixtures/ice');

interface End {
  readonly state: SessionState;
  readonly type?: string;
  readonly nominated?: 'before-answer' | 'after-answer';
  readonly verdicts: readonly VerdictId[];
  readonly message?: RegExp;
}

const early = { state: 'completed', type: 'srflx', nominated: 'before-answer' } as const;
const late = { ...early, nominated: 'after-answer' } as const;

const ends: Readonly<Record<string, End>> = {
  '01-nominated-before-200': { ...early, verdicts: ['completed'] },
  '02-nominated-after-200': { ...late, verdicts: ['completed'] },
  '03-media-stays-on-first-fork': {
    ...early,
    type: 'host',
    verdicts: ['completed', 'completed', 'wrong-fork'],
    message: /192\.0\.2\.77:50006 up to 6\.0 s after the 200 of another fork \(b\)/,
  },
  '04-answer-of-new-fork': { ...late, type: 'host', verdicts: ['completed', 'completed'] },
  '05-password-changed-after-183': {
    state: 'failed',
    verdicts: ['failed', 'wrong-password', 'failed'],
    message: /signed with the password of the 183; the 200 carries another/,
  },
  '06-ice-lite-missing': {
    state: 'failed',
    verdicts: ['role-conflict', 'role-conflict', 'not-nominated', 'failed'],
    message: /a=ice-lite is missing in the SBC's SDP/,
  },
  '07-sbc-sends-checks': { ...early, verdicts: ['completed', 'lite-sent-check'] },
  '08-answer-from-rtcp-port': {
    state: 'failed',
    verdicts: ['asymmetric-response', 'failed'],
    message: /answers from 198\.51\.100\.10:54057/,
  },
  '09-attribute-rejected': {
    state: 'failed',
    verdicts: ['failed', 'unknown-attribute-rejected'],
    message: /attribute 0x8070/,
  },
  '10-no-response': {
    state: 'failed',
    verdicts: ['no-response', 'failed'],
    message: /7 requests, 31\.5 s/,
  },
  '11-private-candidate': {
    state: 'running',
    verdicts: ['no-checks'],
    message: /10\.1\.1\.10 cannot be reached from the Internet/,
  },
  '12-remote-candidates-not-honoured': {
    ...early,
    verdicts: ['completed', 'remote-candidates'],
    message: /198\.51\.100\.10:54056 with 198\.51\.100\.10:54058/,
  },
  '13-hold-answered-with-new-credentials': {
    ...early,
    verdicts: ['completed', 'restart-broken', 'failed'],
    message: /although the offer does not restart ICE/,
  },
  '14-restart': { ...late, type: 'relay', verdicts: ['completed'] },
  '15-lite-to-lite': { state: 'completed', type: 'host', verdicts: ['completed'] },
  '16-peer-reflexive': {
    ...early,
    type: 'prflx',
    verdicts: ['peer-reflexive', 'completed'],
    message: /203\.0\.113\.99:61022 learnt/,
  },
  '17-aggressive-nomination': { ...early, verdicts: ['aggressive-nomination', 'completed'] },
  '18-malformed-ignored': {
    ...early,
    verdicts: ['malformed-packet', 'completed'],
    message: /correctly ignored/,
  },
  '19-early-media-of-two-forks': {
    ...early,
    verdicts: ['completed', 'completed', 'early-media-latch'],
    message: /192\.0\.2\.77:50006 of another fork streamed first/,
  },
  '20-signalling-only': { state: 'running', verdicts: [] },
  '21-rtcp-mux-not-answered': { ...early, type: 'host', verdicts: ['completed'] },
  '22-late-offer': { ...late, verdicts: ['completed'] },
  '23-relay': { ...early, type: 'relay', verdicts: ['completed'] },
  '24-silence-on-hold': {
    ...early,
    verdicts: ['completed', 'keepalive-gap'],
    message: /nothing on 192\.0\.2\.77:50006 for 31\.0 s/,
  },
  '25-wrong-password-dropped': {
    state: 'failed',
    verdicts: ['wrong-password', 'failed', 'failed'],
    message:
      /The SBC drops the checks \(4 requests\): the check is signed with the password of Teams \(183\)/,
  },
  '26-check-refused-400': {
    state: 'failed',
    verdicts: ['check-refused', 'failed', 'failed'],
    message: /The SBC refuses the checks of Teams with 400, although/,
  },
  '27-icmp-refused': {
    state: 'failed',
    verdicts: ['icmp-refused', 'failed', 'failed'],
    message: /The SBC \(198\.51\.100\.10\) refuses .* by ICMP: nobody listens on the port \(2 requests\)/,
  },
  '28-component-blocked': {
    state: 'failed',
    verdicts: ['component-blocked', 'failed'],
    message: /component 2 \(RTCP\) to 198\.51\.100\.10:54057 \(4 requests/,
  },
  '30-media-follows-media': {
    ...early,
    verdicts: ['completed', 'media-wrong-target'],
    message: /to 192\.0\.2\.77:61234, which no description names .* 192\.0\.2\.77:50006 is nominated/,
  },
  '31-second-nomination': {
    ...late,
    type: 'relay',
    verdicts: ['aggressive-nomination', 'completed'],
    message:
      /completed on 52\.113\.200\.73:53156 .* after the 200; 192\.0\.2\.77:50006 \(srflx\) was nominated 3\.2 s before it/,
  },
  '32-nominated-before-183': {
    ...early,
    verdicts: ['completed'],
    message: /nominated 1\.0 s before the 183$/,
  },
  '29-consent-lost': {
    ...early,
    state: 'failed',
    verdicts: ['completed', 'consent-lost'],
    message: /unanswered for 30\.0 s \(6 requests\), while its media goes on; then the call ends/,
  },
  '33-consent-refused': {
    ...early,
    state: 'failed',
    verdicts: ['completed', 'consent-refused'],
    message: /with 403 after ICE completed \(3 requests\); then the call ends \(BYE\)/,
  },
  '35-unknown-attribute-ignored': {
    state: 'failed',
    verdicts: ['unknown-attribute-ignored', 'failed'],
    message: /no check that carries attribute 0x8070 \(4 requests\)/,
  },
  '34-deaf-until-200': {
    ...late,
    verdicts: ['deaf-until-200', 'completed'],
    message: /no check between its 183 with SDP and its 200 \(3 requests\), but does so behind it: .* 3\.5 s/,
  },
};

describe('fixtures of ICE', () => {
  it('have an end each', () => {
    assert.deepEqual(Object.keys(scenarios), Object.keys(ends));
  });

  for (const [name, scenario] of Object.entries(scenarios)) {
    const file = path.join(folder, `${name}.siptrace`);
    it(name, () => {
      const text = scenario();
      if (process.env['UPDATE_FIXTURES'] !== undefined) fs.writeFileSync(file, text);
      const fixture = fs.readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
      assert.equal(fixture, text, 'the fixture is not what its scenario writes; UPDATE_FIXTURES=1 writes it');
      const end = ends[name];
      assert.ok(end);
      const replay = replayOfText(fixture);
      const session = mainOf(replay);
      assert.deepEqual(
        verdictIds(replay),
        end.verdicts,
        JSON.stringify(replay.verdicts.map(({ message }) => message)),
      );
      assert.equal(session.state, end.state);
      assert.equal(session.selected?.teamsType, end.type);
      assert.equal(session.nominated, end.nominated ?? null);
      if (end.message !== undefined) {
        const { message } = end;
        assert.ok(
          replay.verdicts.some((verdict) => message.test(verdict.message)),
          replay.verdicts.map((verdict) => verdict.message).join('\n'),
        );
      }
    });
  }
});
