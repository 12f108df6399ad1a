/**
 * The value of `a=remote-candidates` (RFC 8839 §5.2): component, address and port of the pair in use. The
 * grammar puts all components on one line, the RFC's example one on each; both are read.
 */
import { perObject } from '../basics/memo';
import type { Span, Token } from '../basics/span';
import { FieldReader, isDigitsUpTo, numberOf, type FieldProblem } from './fields';
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

/** Reads one remote-candidates line. */
export const remoteCandidatesOf = perObject(read);

/** The entries of all of a section's remote-candidates lines, in order. */
export function remoteCandidatesIn(section: Section): readonly RemoteCandidate[] {
  return attributesOf(section, 'remote-candidates').flatMap((line) => remoteCandidatesOf(line).entries);
}

function read(line: AttributeLine): RemoteCandidates {
  const reader = new FieldReader<RemoteCandidatesPart>(line);
  const { fields } = reader;
  const entries: RemoteCandidate[] = [];
  let at = 0;
  for (; at + 2 < fields.length; at += 3) {
    const [component, address, port] = fields.slice(at, at + 3);
    if (component === undefined || address === undefined || port === undefined) break;
    entries.push(readEntry(component, address, port, reader));
  }
  const surplus = fields.slice(at);
  reader.reportSurplus(
    'structure',
    surplus[0],
    'Component, address and port are wanted, three fields each time',
  );
  if (fields.length === 0) {
    reader.report('structure', line, 'No remote candidate is named; component, address and port are wanted');
  }
  reader.reportGaps('spacing');
  const problems = reader.problems();
  return { line, entries, surplus, valid: problems.length === 0, problems };
}

function readEntry(
  component: Token,
  address: Token,
  port: Token,
  reader: FieldReader<RemoteCandidatesPart>,
): RemoteCandidate {
  if (!isDigitsUpTo(component.text, 5)) {
    reader.report(
      'component',
      component,
      'The component is no number; component, address and port are wanted',
    );
  }
  if (numberOf(address.text) !== null)
    reader.report('address', address, 'An address is wanted, not a number');
  const portValue = numberOf(port.text);
  if (portValue === null || portValue > 65535) {
    reader.report('port', port, 'The port is no port number; 0 to 65535 is wanted');
  }
  return {
    start: component.start,
    end: port.end,
    component,
    componentValue: numberOf(component.text),
    address,
    port,
    portValue,
  };
}
