/** A proposal of settings as JSON with comments: what speaks for each value stands above it. */
import { withoutControls } from '../../../shared/controls';
import type { Analysis } from '../analysis/model';
import { replayTrace } from '../ice/replay';
import { pathsOf } from '../path/trace-paths';
import {
  proposedLists,
  proposeSettings,
  type Proposal,
  type ProposedList,
  type ProposedValue,
} from '../path/propose';
import type { Places } from './path';

/** Settings that a trace speaks for, as plain data: the trace may be let go. */
export interface TraceProposal {
  /** As users know the trace. */
  readonly name: string;
  readonly values: readonly PlacedValue[];
  readonly nats: Proposal['nats'];
}

type PlacedValue = Pick<ProposedValue, 'list' | 'value' | 'certainty' | 'why'> & {
  /** `line 40`; null where no message shows it. */
  readonly place: string | null;
};

/** What a trace speaks for, with its places as users know them. */
export function traceProposal(
  name: string,
  { trace, replays, options }: Analysis,
  { kind, numberOf }: Places,
): TraceProposal {
  const { network } = options.facts;
  const { values, nats } = proposeSettings(pathsOf(trace, replays ?? replayTrace(trace), network), network);
  return {
    name,
    nats,
    values: values.map(({ list, value, certainty, why, in: shown }) => {
      const number = shown === null ? null : numberOf(shown);
      return { list, value, certainty, why, place: number === null ? null : `${kind} ${number}` };
    }),
  };
}

/** What is written of a value. */
interface Line {
  readonly value: string;
  readonly isChoice: boolean;
  readonly comments: readonly string[];
}

/** The proposal; what a user must decide is commented out. Null where the traces speak for nothing. */
export function proposalText(traces: readonly TraceProposal[]): string | null {
  const lists = linesByList(traces);
  const nats = new Map(
    traces.flatMap(({ nats: all }) => all.map((nat) => [nat.internal, nat.public] as const)),
  );
  if (lists.size === 0 && nats.size === 0) return null;
  const sbc = [...membersOf(lists, 'sbc.'), ...natMember(nats)];
  const members = [...(sbc.length === 0 ? [] : [object('sbc', sbc)]), ...membersOf(lists, '')];
  return [
    '// Proposed from what the traces show; nothing was changed. Review it, and take over what is right: into',
    '// "sipTrace.network" of the settings, or into "network" of .siptracerc.json. What is commented out is for you to decide;',
    '// ranges (10.99.0.0/16) say more than single addresses.',
    ...object(null, [object('network', members)]),
    '',
  ].join('\n');
}

function linesByList(traces: readonly TraceProposal[]): ReadonlyMap<ProposedList, readonly Line[]> {
  const lists = new Map<ProposedList, Map<string, Line>>();
  for (const { name, values } of traces)
    for (const value of values) {
      const list = lists.get(value.list) ?? new Map<string, Line>();
      lists.set(value.list, list);
      const comments = commentsOf(value, traces.length > 1 ? name : null);
      const known = list.get(value.value);
      list.set(value.value, {
        value: value.value,
        isChoice: value.certainty === 'choice' && known?.isChoice !== false,
        comments: [...(known?.comments ?? []), ...comments],
      });
    }
  return new Map(
    proposedLists.flatMap((list) => {
      const lines = lists.get(list);
      return lines === undefined ? [] : [[list, [...lines.values()]] as const];
    }),
  );
}

/** What a trace says goes into a comment: without anything that ends its line. */
function commentsOf({ why, place }: PlacedValue, name: string | null): readonly string[] {
  const where = [name, place].filter((each) => each !== null);
  return why.map((each) => withoutControls(`${each}${where.length === 0 ? '' : ` (${where.join(', ')})`}`));
}

/** Lines of an object's member, without a comma behind it. */
type Member = readonly string[];

function membersOf(lists: ReadonlyMap<ProposedList, readonly Line[]>, prefix: string): readonly Member[] {
  return [...lists]
    .filter(([list]) => (prefix === '' ? !list.includes('.') : list.startsWith(prefix)))
    .map(([list, lines]) => [`"${list.slice(prefix.length)}": [`, ...indented(arrayLines(lines)), ']']);
}

function arrayLines(lines: readonly Line[]): readonly string[] {
  const last = lines.findLast(({ isChoice }) => !isChoice);
  return lines.flatMap((line) => {
    const value = JSON.stringify(line.value);
    return [
      ...line.comments.map((comment) => `// ${comment}`),
      line.isChoice ? `// ${value}` : line === last ? value : `${value},`,
    ];
  });
}

function natMember(nats: ReadonlyMap<string, string>): readonly Member[] {
  if (nats.size === 0) return [];
  const rows = [...nats].map(([inside, outside]) => [
    `${JSON.stringify(inside)}: ${JSON.stringify(outside)}`,
  ]);
  return [object('natMap', rows)];
}

function object(name: string | null, members: readonly Member[]): Member {
  const inner = members.flatMap((member, place) =>
    place < members.length - 1 ? [...member.slice(0, -1), `${member.at(-1) ?? ''},`] : member,
  );
  return [`${name === null ? '' : `"${name}": `}{`, ...indented(inner), '}'];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
