/**
 * The value of `a=remote-candidates` (RFC 8839 §5.2): component, address and port of the pair in use. The
 * grammar puts all components on one line, the RFC's example one on each; both are read.
 */
import type { Span, Token } from '../span';
import { emptyAt, fieldsOf, isDigits, numberOf, oddGaps, type FieldProblem } from './fields';
import { attributesOf } from './query';
import type { AttributeLine, Section } from './sdp';

export type RemoteCandidatesPart = 'structure' | 'spacing' | 'component' | 'address' | 'port';

export interface RemoteCandidate extends Span {
  readonly component: Token;
  readonly componentValue: number | null;
  readonly address: Token;
  readonly port: Token;
  readonly portValue: number | null;
}

export interface RemoteCandidates {
  readonly line: AttributeLine;
  readonly entries: readonly RemoteCandidate[];
  /** One or two last fields that make no whole entry. */
  readonly surplus: readonly Token[];
  readonly valid: boolean;
  readonly problems: readonly FieldProblem<RemoteCandidatesPart>[];
}

const known = new WeakMap<AttributeLine, RemoteCandidates>();

/** Reads one remote-candidates line. */
export function remoteCandidatesOf(line: AttributeLine): RemoteCandidates {
  const before = known.get(line);
  if (before !== undefined) return before;
  const reading = read(line);
  known.set(line, reading);
  return reading;
}

/** The entries of all of a section's remote-candidates lines, in order. */
export function remoteCandidatesIn(section: Section): readonly RemoteCandidate[] {
  return attributesOf(section, 'remote-candidates').flatMap((line) => remoteCandidatesOf(line).entries);
}

function read(line: AttributeLine): RemoteCandidates {
  const value = line.attribute.value ?? emptyAt(line.attribute.name.end);
  const fields = fieldsOf(value);
  const problems: FieldProblem<RemoteCandidatesPart>[] = [];
  const report = (part: RemoteCandidatesPart, at: Span, message: string): void => {
    problems.push({ start: at.start, end: at.end, message, part });
  };

  const entries: RemoteCandidate[] = [];
  let at = 0;
  for (; at + 2 < fields.length; at += 3) {
    const [component, address, port] = fields.slice(at, at + 3);
    if (component === undefined || address === undefined || port === undefined) break;
    if (!isDigits(component.text) || component.text.length > 5) {
      report('component', component, 'The component is no number; component, address and port are wanted');
    }
    if (numberOf(address.text) !== null) report('address', address, 'An address is wanted, not a number');
    const portValue = numberOf(port.text);
    if (portValue === null || portValue > 65535) {
      report('port', port, 'The port is no port number; 0 to 65535 is wanted');
    }
    entries.push({
      start: component.start,
      end: port.end,
      component,
      componentValue: numberOf(component.text),
      address,
      port,
      portValue,
    });
  }
  const surplus = fields.slice(at);
  const first = surplus[0];
  if (first !== undefined) {
    const whole = { start: first.start, end: value.end };
    report('structure', whole, 'Component, address and port are wanted, three fields each time');
  } else if (fields.length === 0) {
    report('structure', line, 'No remote candidate is named; component, address and port are wanted');
  }
  for (const gap of oddGaps(value, fields)) {
    report('spacing', gap, 'Fields are parted otherwise than by one blank');
  }
  problems.sort((a, b) => a.start - b.start);
  return { line, entries, surplus, valid: problems.length === 0, problems };
}
