/** The value of `a=candidate` (RFC 8839 §5.1), and of Microsoft's `a=x-candidate-ipv6`, which has the same form. */
import type { Span, Token } from '../span';
import { emptyAt, fieldsOf, isDigits, isTokenText, numberOf, oddGaps, type FieldProblem } from './fields';
import type { AttributeLine } from './sdp';

export type CandidatePart =
  | 'structure'
  | 'spacing'
  | 'foundation'
  | 'component'
  | 'transport'
  | 'priority'
  | 'address'
  | 'port'
  | 'type'
  | 'raddr'
  | 'rport'
  | 'extension';

export interface CandidateExtension extends Span {
  readonly name: Token;
  readonly value: Token;
}

/** Fields that are missing are empty tokens; their numbers, and those of fields that are no numbers, are null. */
export interface Candidate {
  readonly line: AttributeLine;
  readonly foundation: Token;
  readonly component: Token;
  readonly componentValue: number | null;
  readonly transport: Token;
  readonly priority: Token;
  readonly priorityValue: number | null;
  readonly address: Token;
  readonly port: Token;
  readonly portValue: number | null;
  /** What follows `typ`, such as `host`. */
  readonly type: Token;
  /** What follows `raddr`; null where absent. */
  readonly raddr: Token | null;
  readonly rport: Token | null;
  readonly rportValue: number | null;
  /** Name and value pairs behind the fields above, such as `generation 0`. */
  readonly extensions: readonly CandidateExtension[];
  /** A last word that has no partner: extensions come in pairs. */
  readonly oddExtension: Token | null;
  /**
   * Whether the value follows the grammar; blanks at its end are let pass. The grammar says nothing of ranges:
   * component 0 and priority 4294967295 are valid.
   */
  readonly valid: boolean;
  /** In the order of the text. */
  readonly problems: readonly FieldProblem<CandidatePart>[];
}

const known = new WeakMap<AttributeLine, Candidate>();

/** Reads a candidate line; a line that breaks the grammar yields what could be read. */
export function candidateOf(line: AttributeLine): Candidate {
  const before = known.get(line);
  if (before !== undefined) return before;
  const candidate = read(line);
  known.set(line, candidate);
  return candidate;
}

const fieldsBeforeType = 6;

function read(line: AttributeLine): Candidate {
  const value = line.attribute.value ?? emptyAt(line.attribute.name.end);
  const fields = fieldsOf(value);
  const problems: FieldProblem<CandidatePart>[] = [];
  const report = (part: CandidatePart, at: Span, message: string): void => {
    problems.push({ start: at.start, end: at.end, message, part });
  };

  const typAt = fields.findIndex((field, index) => index > 0 && field.text.toLowerCase() === 'typ');
  const headEnd = typAt < 0 ? Math.min(fields.length, fieldsBeforeType) : typAt;
  const head = fields.slice(0, Math.min(headEnd, fieldsBeforeType));
  const behindHead = emptyAt(typAt < 0 ? value.end : (fields[typAt]?.start ?? value.end));
  const lacksPriority =
    head.length === fieldsBeforeType - 1 && isDigits(head[1]?.text ?? '') && !isDigits(head[3]?.text ?? '');
  if (lacksPriority) head.splice(3, 0, emptyAt(head[3]?.start ?? value.end));
  const [
    foundation = behindHead,
    component = behindHead,
    transport = behindHead,
    priority = behindHead,
    address = behindHead,
    port = behindHead,
  ] = head;

  if (fields.length === 0) {
    report(
      'structure',
      line,
      'The candidate is empty; foundation, component, transport and so on are wanted',
    );
  } else {
    checkHead();
  }

  const type = typAt < 0 ? undefined : fields[typAt + 1];
  if (fields.length > 0 && type === undefined) {
    report(
      'type',
      fields[fieldsBeforeType] ?? emptyAt(value.end),
      'The candidate has no type; "typ" and host, srflx, prflx or relay are wanted',
    );
  } else if (type !== undefined && !isTokenText(type.text)) {
    report('type', type, 'The candidate type is no word; host, srflx, prflx or relay is wanted');
  }

  const tail = readTail(typAt < 0 ? [] : fields.slice(typAt + 2));
  if (tail.rport !== null && !isPort(tail.rport.text)) {
    report('rport', tail.rport, 'The related port is no port number; 0 to 65535 is wanted');
  }
  for (const extension of tail.extensions) {
    if (isTokenText(extension.name.text)) continue;
    report(
      'extension',
      extension.name,
      'The name of an extension holds a character that is not allowed in a name',
    );
  }
  if (tail.odd !== null) {
    const key = tail.odd.text.toLowerCase();
    const part = key === 'raddr' || key === 'rport' ? key : 'extension';
    report(part, tail.odd, 'The last word has no value; behind the type, name and value go in pairs');
  }

  const gaps = oddGaps(value, fields);
  for (const gap of gaps) report('spacing', gap, 'Fields are parted otherwise than by one blank');
  problems.sort((a, b) => a.start - b.start);

  return {
    line,
    foundation,
    component,
    componentValue: numberOf(component.text),
    transport,
    priority,
    priorityValue: numberOf(priority.text),
    address,
    port,
    portValue: numberOf(port.text),
    type: type ?? emptyAt(value.end),
    raddr: tail.raddr,
    rport: tail.rport,
    rportValue: tail.rport === null ? null : numberOf(tail.rport.text),
    extensions: tail.extensions,
    oddExtension: tail.odd,
    valid: problems.length === 0,
    problems,
  };

  function checkHead(): void {
    const missing = fieldsBeforeType - head.length;
    const surplus = typAt > fieldsBeforeType ? fields[fieldsBeforeType] : undefined;
    if (missing > 0) {
      const count = missing === 1 ? 'a field is' : `${missing} fields are`;
      const wanted = 'foundation, component, transport, priority, address and port are wanted in this order';
      report('structure', behindHead, `Before "typ" ${count} missing: ${wanted}`);
    }
    if (surplus !== undefined)
      report('structure', surplus, 'Before "typ" stand more fields than the six wanted');
    if (head.length > 0 && !isFoundation(foundation.text)) {
      report('foundation', foundation, 'The foundation is not 1 to 32 letters, digits, "+" or "/"');
    }
    if (head.length > 1 && !isDigitsUpTo(component.text, 5)) {
      report('component', component, 'The component is no number; 1 (RTP) or 2 (RTCP) is wanted');
    }
    if (head.length > 2 && !isTokenText(transport.text)) {
      report('transport', transport, 'The transport is no word; UDP is wanted');
    }
    if (lacksPriority) {
      report(
        'priority',
        priority,
        'The priority is missing; a number is wanted between transport and address',
      );
    } else if (head.length > 3 && !isDigitsUpTo(priority.text, 10)) {
      report('priority', priority, 'The priority is not a number of 1 to 10 digits');
    }
    if (head.length > 5 && !isPort(port.text)) {
      report('port', port, 'The port is no port number; 0 to 65535 is wanted');
    }
  }
}

interface Tail {
  readonly raddr: Token | null;
  readonly rport: Token | null;
  readonly extensions: readonly CandidateExtension[];
  readonly odd: Token | null;
}

/** raddr and rport are found behind extensions, too: the grammar lets them pass as extensions there. */
function readTail(fields: readonly Token[]): Tail {
  let raddr: Token | null = null;
  let rport: Token | null = null;
  const extensions: CandidateExtension[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i];
    const value = fields[i + 1];
    if (name === undefined || value === undefined) break;
    const key = name.text.toLowerCase();
    if (key === 'raddr' && raddr === null) raddr = value;
    else if (key === 'rport' && rport === null) rport = value;
    else extensions.push({ start: name.start, end: value.end, name, value });
  }
  const odd = fields.length % 2 === 1 ? (fields.at(-1) ?? null) : null;
  return { raddr, rport, extensions, odd };
}

// ice-char of RFC 8839 §5.1
function isFoundation(text: string): boolean {
  return text.length <= 32 && /^[A-Za-z0-9+/]+$/.test(text);
}

// RFC 8839 gives a component three digits, RFC 5245 five; what is more than 256 is told by range, not by form.
function isDigitsUpTo(text: string, count: number): boolean {
  return text.length <= count && isDigits(text);
}

function isPort(text: string): boolean {
  return isDigitsUpTo(text, 5) && Number(text) <= 65535;
}
