/** A view of nothing much, to be changed by what a test is about. */
import type { ReplayView, StepView } from '../../../../shared/replay-view';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export function viewOf(parts: Partial<ReplayView>): ReplayView {
  return {
    key: 'call',
    kind: 'call',
    callId: 'call',
    from: '',
    to: '',
    names: { from: '', to: '' },
    outcome: null,
    status: null,
    reason: null,
    profile: null,
    started: null,
    answeredAfter: null,
    alertedAfter: null,
    talked: null,
    result: null,
    negotiated: [],
    evidence: 'observed',
    headline: { severity: 'good', text: '' },
    diagnosis: null,
    capture: [],
    simulated: null,
    timed: true,
    lanes: [],
    rows: [],
    media: [],
    steps: [],
    forks: [],
    verdicts: [],
    ice: '',
    counts: { error: 0, warning: 0, info: 0 },
    descriptions: [],
    path: null,
    whatIfs: [],
    ...parts,
  };
}

export function stepOf(parts: Partial<StepView>): StepView {
  return {
    at: null,
    event: 'request',
    evidence: 'observed',
    fork: null,
    title: '',
    text: '',
    automaton: '',
    source: '',
    changes: [],
    row: null,
    verdicts: [],
    range,
    frame: null,
    ...parts,
  };
}
