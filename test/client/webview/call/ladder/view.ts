import type {
  CheckRow,
  ForkView,
  Lane,
  MediaBar,
  PacketRow,
  ReplayView,
  SipRow,
} from '../../../../../shared/replay-view';

const everyRow = {
  at: 0,
  from: 0,
  to: 1,
  fork: null,
  evidence: 'observed',
  severity: null,
  defects: [],
  gist: '',
  steps: null,
  range: null,
  frame: null,
} as const;

export function sipRow(row: Partial<SipRow> = {}): SipRow {
  return {
    ...everyRow,
    kind: 'sip',
    label: 'INVITE',
    sdp: null,
    status: null,
    retransmission: false,
    ...row,
  };
}

export function checkRow(row: Partial<CheckRow> = {}): CheckRow {
  return {
    ...everyRow,
    kind: 'check',
    label: 'check',
    answer: 'ok',
    error: null,
    nominates: false,
    count: 1,
    asked: 1,
    answered: 1,
    until: null,
    ...row,
  };
}

export function packetRow(row: Partial<PacketRow> = {}): PacketRow {
  return { ...everyRow, kind: 'packet', label: 'SRTP', what: 'media', count: 1, ...row };
}

export function mediaBar(bar: Partial<MediaBar> = {}): MediaBar {
  return {
    sender: 'teams',
    lane: 2,
    to: 0,
    fork: 0,
    begins: null,
    ends: null,
    rows: [0, 0],
    label: 'SRTP 3 packets',
    protection: '',
    stretches: [],
    range: null,
    ...bar,
  };
}

export function lane(title: string, subtitle = '', fork: number | null = null): Lane {
  return { kind: fork === null ? 'sbc' : 'endpoint', title, subtitle, fork };
}

export function fork(name: string, active = false): ForkView {
  return { name, toTag: null, active, sessions: [], main: null, state: 'idle', nominated: null };
}

/** A call of an SBC, a SIP proxy and two forks. */
export function makeView(view: Partial<ReplayView> = {}): ReplayView {
  return {
    key: 'call',
    kind: 'call',
    callId: 'a@example.com',
    from: 'alice',
    to: 'bob',
    names: { from: '', to: '' },
    outcome: 'answered',
    status: 200,
    reason: 'OK',
    profile: null,
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
      lane('SBC', '203.0.113.10 · Lite'),
      lane('SIP proxy', 'pstnhub'),
      lane('fork A', '198.51.100.21', 0),
      lane('fork B', '198.51.100.22', 1),
    ],
    rows: [],
    media: [],
    steps: [],
    forks: [fork('fork A'), fork('fork B', true)],
    verdicts: [],
    ice: '',
    counts: { error: 0, warning: 0, info: 0 },
    descriptions: [],
    path: null,
    whatIfs: [],
    ...view,
  };
}

/** Texts that show their keys. */
export function t(key: string, ...args: readonly string[]): string {
  return args.length === 0 ? key : `${key}(${args.join(', ')})`;
}
