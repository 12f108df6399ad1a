/** The value of `a=candidate` (RFC 8839 §5.1), and of Microsoft's `a=x-candidate-ipv6`, which has the same form. */
import { perObject } from '../basics/memo';
import type { Span, Token } from '../basics/span';
import {
  emptyAt,
  FieldReader,
  isDigits,
  isDigitsUpTo,
  isPort,
  isTokenText,
  numberOf,
  type FieldProblem,
} from './fields';
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

/** Reads a candidate line; a line that breaks the grammar yields what could be read. */
export const candidateOf = perObject(read);

const fieldsBeforeType = 6;

type Reader = FieldReader<CandidatePart>;

function read(line: AttributeLine): Candidate {
  const reader: Reader = new FieldReader(line);
  const { fields, value } = reader;
  const head = readHead(reader);
  if (fields.length === 0) {
    const wanted = 'foundation, component, transport and so on are wanted';
    reader.report('structure', line, `The candidate is empty; ${wanted}`);
  } else {
    checkHead(head, reader);
  }
  const type = head.typAt < 0 ? undefined : fields[head.typAt + 1];
  if (fields.length > 0) checkType(type, reader);
  const tail = readTail(head.typAt < 0 ? [] : fields.slice(head.typAt + 2));
  checkTail(tail, reader);
  reader.reportGaps('spacing');
  const problems = reader.problems();

  const { behind } = head;
  const [
    foundation = behind,
    component = behind,
    transport = behind,
    priority = behind,
    address = behind,
    port = behind,
  ] = head.fields;
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
}

/** What stands before `typ`. */
interface Head {
  /** The index of `typ`; -1 where it is missing. */
  readonly typAt: number;
  /** At most the six that are wanted; the priority is empty where it alone was left out. */
  readonly fields: readonly Token[];
  readonly lacksPriority: boolean;
  /** Stands for each field that is missing. */
  readonly behind: Token;
}

function readHead({ fields, value }: Reader): Head {
  const typAt = fields.findIndex((field, index) => index > 0 && field.text.toLowerCase() === 'typ');
  const end = typAt < 0 ? fields.length : typAt;
  const head = fields.slice(0, Math.min(end, fieldsBeforeType));
  const lacksPriority =
    head.length === fieldsBeforeType - 1 && isDigits(head[1]?.text ?? '') && !isDigits(head[3]?.text ?? '');
  if (lacksPriority) head.splice(3, 0, emptyAt(head[3]?.start ?? value.end));
  const behind = emptyAt(typAt < 0 ? value.end : (fields[typAt]?.start ?? value.end));
  return { typAt, fields: head, lacksPriority, behind };
}

/** What each field before `typ` must look like; of addresses the grammar wants nothing. */
const headForms: readonly {
  readonly part: CandidatePart;
  readonly hasForm: (text: string) => boolean;
  readonly message: string;
}[] = [
  {
    part: 'foundation',
    hasForm: isFoundation,
    message: 'The foundation is not 1 to 32 letters, digits, "+" or "/"',
  },
  {
    part: 'component',
    // RFC 8839 gives a component three digits, RFC 5245 five; what is more than 256 is told by range, not by form.
    hasForm: (text) => isDigitsUpTo(text, 5),
    message: 'The component is no number; 1 (RTP) or 2 (RTCP) is wanted',
  },
  { part: 'transport', hasForm: isTokenText, message: 'The transport is no word; UDP is wanted' },
  {
    part: 'priority',
    hasForm: (text) => isDigitsUpTo(text, 10),
    message: 'The priority is not a number of 1 to 10 digits',
  },
  { part: 'address', hasForm: () => true, message: '' },
  { part: 'port', hasForm: isPort, message: 'The port is no port number; 0 to 65535 is wanted' },
];

function checkHead(head: Head, reader: Reader): void {
  const missing = fieldsBeforeType - head.fields.length;
  if (missing > 0) {
    const count = missing === 1 ? 'a field is' : `${missing} fields are`;
    const wanted = 'foundation, component, transport, priority, address and port are wanted in this order';
    reader.report('structure', head.behind, `Before "typ" ${count} missing: ${wanted}`);
  }
  const surplus = head.typAt > fieldsBeforeType ? reader.fields[fieldsBeforeType] : undefined;
  if (surplus !== undefined)
    reader.report('structure', surplus, 'Before "typ" stand more fields than the six wanted');
  let place = 0;
  for (const { part, hasForm, message } of headForms) {
    const field = head.fields[place++];
    if (field === undefined) break;
    if (part === 'priority' && head.lacksPriority) {
      const wanted = 'a number is wanted between transport and address';
      reader.report(part, field, `The priority is missing; ${wanted}`);
    } else reader.check(part, field, hasForm, message);
  }
}

function checkType(type: Token | undefined, reader: Reader): void {
  const { fields, value } = reader;
  if (type === undefined) {
    const at = fields[fieldsBeforeType] ?? emptyAt(value.end);
    const wanted = '"typ" and host, srflx, prflx or relay are wanted';
    reader.report('type', at, `The candidate has no type; ${wanted}`);
  } else {
    const message = 'The candidate type is no word; host, srflx, prflx or relay is wanted';
    reader.check('type', type, isTokenText, message);
  }
}

function checkTail(tail: Tail, reader: Reader): void {
  if (tail.rport !== null)
    reader.check('rport', tail.rport, isPort, 'The related port is no port number; 0 to 65535 is wanted');
  for (const { name } of tail.extensions) {
    const message = 'The name of an extension holds a character that is not allowed in a name';
    reader.check('extension', name, isTokenText, message);
  }
  if (tail.odd !== null) {
    const key = tail.odd.text.toLowerCase();
    const part = key === 'raddr' || key === 'rport' ? key : 'extension';
    const message = 'The last word has no value; behind the type, name and value go in pairs';
    reader.report(part, tail.odd, message);
  }
}

interface Tail {
  readonly raddr: Token | null;
  readonly rport: Token | null;
  readonly extensions: readonly CandidateExtension[];
  readonly odd: Token | null;
}

/** One for all candidates without extensions. */
const none: readonly never[] = [];

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
  return { raddr, rport, extensions: extensions.length === 0 ? none : extensions, odd };
}

// ice-char of RFC 8839 §5.1
function isFoundation(text: string): boolean {
  return text.length <= 32 && /^[A-Za-z0-9+/]+$/.test(text);
}
