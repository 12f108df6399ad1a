/**
 * What `--format json` prints, command by command: the contract that scripts depend on. Fields may be added, never
 * renamed. `npm run generate` makes `schemas/` of it, so the comments are what users read there. Lines and columns
 * count from 1; in a capture they are those of its trace text. Times are ISO 8601 in UTC with microseconds.
 */
import type { DialogKind, Outcome, Profile } from '../../../shared/calls';
import type { Concern, Confidence, DiagnosisGrade } from '../../../shared/diagnosis';
import type { Evidence } from '../../../shared/evidence';
import type {
  End,
  MediaState,
  PairState,
  PairType,
  SessionState,
  StepEvent,
  VerdictSeverity,
} from '../../../shared/ice';
import type { Action, Direction } from '../firewall/firewall-rule';
import type { ProtectionFinding } from '../ice/protection-finding';
import type { VerdictId } from '../ice/verdicts/ids';
import type { NetworkClass } from '../network/network-class';
import type { RangesFrom, SettingFault } from '../network/network';
import type { Flow, Leg, LyncOrder, PathFlow, ResolvedName } from '../path/model';
import type { UnreadFrames } from '../basics/unread-frames';
import type { RouteWin } from '../routes/judgement';
import type { ExportFault } from '../network/export-fault';
import type { Basis, Concerned, Scope } from '../rules/rule';
import type { Severity, SeverityCounts } from '../../../shared/severities';
import type { StunClass } from '../stun/message';
import type { IntegrityVerdict } from '../ice/trace-integrity';

/** What `sip-trace lint --format json` prints. */
export interface LintOutput {
  readonly files: readonly LintFile[];
  readonly summary: LintSummary;
}

/** All findings of all files, those that are withheld too; without those that are ignored or known. */
export interface LintSummary extends SeverityCounts {
  /** Findings that `#!ignore` lines of the files hide. */
  readonly ignored: number;
  /** Findings that the baseline (`--baseline`) knows. */
  readonly known: number;
  /** Entries of the baseline that no finding of these files matches any more; 0 where not all of them were checked. */
  readonly stale: number;
}

/** One trace: a file, or with `--together` all of them. */
export interface LintFile {
  /** As it was given on the command line; several that are one trace are joined by ` + `. */
  readonly path: string;
  /** The id of a text format (`sngrep`), the form of a capture (`pcapng`), or `joined`. */
  readonly format: string;
  /** Messages and packets that were understood. */
  readonly messages: number;
  /** Legs that an INVITE made: two legs with one Call-ID are two calls. */
  readonly calls: number;
  /** In the order of the trace. */
  readonly findings: readonly LintFinding[];
  /** Calls, registrations and the like that failed, broke off or have defects; so many as findings of one rule are listed. */
  readonly diagnoses: readonly CallDiagnosisValue[];
  /** Findings beyond `--max-findings` that are counted, not listed. */
  readonly withheld: readonly WithheldFindings[];
  /** Findings that `#!ignore` lines of the file hide: counted, not listed. */
  readonly ignored: readonly WithheldFindings[];
  /** Findings that the baseline (`--baseline`) knows: counted, not listed. */
  readonly known: readonly WithheldFindings[];
  /** Rules that could not be evaluated on any call; silence of all others means checked and fine. */
  readonly notEvaluated: readonly NotEvaluatedRule[];
  /** What the trace can and cannot show: directions, clocks, copies and cuts of its capture. */
  readonly evidence: readonly CaptureNoteValue[];
  /** Packets of a capture of which nothing is read, by why not; the most frequent kinds first. */
  readonly unread: readonly UnreadFrames[];
  /**
   * What was repaired in the layout of a text before it was read: quoted, wrapped, numbered lines and the like. Content-Length is not judged
   * of messages whose octets a repair may have changed.
   */
  readonly repaired: readonly RepairValue[];
}

/** A damage to the layout of a text that was repaired. */
export interface RepairValue {
  /** Such as `wrapped lines joined`. */
  readonly what: string;
  /** At how many places. */
  readonly places: number;
  /** The line of the first one. */
  readonly line: number;
}

/** Something to know of the capture before anything is believed that is said of it. */
export interface CaptureNoteValue {
  readonly id:
    | 'capture-order'
    | 'capture-clock'
    | 'capture-one-way'
    | 'capture-duplicates'
    | 'capture-nat'
    | 'capture-cut'
    | 'capture-gap';
  /** One sentence without a full stop. */
  readonly message: string;
  /** Where it shows; null where it is of the whole trace. */
  readonly line: number | null;
  readonly frame: number | null;
}

/** What a rule says of one place. */
export interface LintFinding {
  /** The rule's id; `docs/rules/<id>.md` explains it. */
  readonly rule: string;
  readonly severity: Severity;
  /** On whose word: a standard's MUST or SHOULD, Microsoft's documentation, what breaks between systems, what was seen. */
  readonly basis: Basis;
  /** What was seen, what was wanted, and who changes it. */
  readonly message: string;
  readonly line: number;
  /** In UTF-16 units. */
  readonly column: number;
  readonly endLine: number;
  /** Exclusive. */
  readonly endColumn: number;
  /** Number of the packet in a capture; null in a text trace. */
  readonly frame: number | null;
  /** Null for a description that stands alone. */
  readonly callId: string | null;
  /** Whether an editor can mend it by itself. */
  readonly fixable: boolean;
  readonly related: readonly RelatedPlace[];
}

/** What a line of `sip-trace lint --format ndjson` holds: a finding each, and in the last line the sum. */
export type LintLine = LintFindingLine | LintSummaryLine;

/** A finding with its file. */
export interface LintFindingLine extends LintFinding {
  /** As in a file of {@link LintOutput}. */
  readonly path: string;
}

/** The last line. */
export interface LintSummaryLine {
  readonly summary: LintSummary;
  /** The files, whose findings stand in the lines before. */
  readonly files: readonly Omit<LintFile, 'findings'>[];
}

/** Another place that a finding speaks of. */
export interface RelatedPlace {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Findings of one rule that are not listed. */
export interface WithheldFindings {
  readonly rule: string;
  readonly count: number;
}

/** A rule that could not be evaluated. */
export interface NotEvaluatedRule {
  readonly rule: string;
  /** What the trace lacks: one sentence without a full stop. */
  readonly reason: string;
}

/** What a list has in each row when several files are listed. */
export interface ListRow {
  /** The file that the row comes from; only where several files are listed. */
  readonly path?: string;
}

/** What a row of a list has in a line of `--format ndjson`. */
export interface ListLine {
  /** The file that the row comes from. */
  readonly path: string;
}

/** What `sip-trace messages --format json` prints: a row for each message and packet, in the order of the trace. */
export type MessagesOutput = readonly MessageRow[];

/** A message or packet of the trace. */
export interface MessageRow extends ListRow {
  /** Place in the trace, from 0. */
  readonly index: number;
  readonly kind: 'sip' | 'stun' | 'dtls' | 'rtp' | 'rtcp' | 'turn' | 'dns' | 'other';
  /**
   * ISO 8601 with microseconds; a log without a zone is read as UTC. `10:00:00.123456` where the log prints no date,
   * `--01-31T10:00:00.123456` where it prints no year; null where it tells no time.
   */
  readonly time: string | null;
  /** Number of the packet that completes the message in a capture; null in a text trace. */
  readonly frame: number | null;
  /** Of a packet that was captured twice, or on both sides of a NAT: the frame that counts in its place. Else null. */
  readonly copyOf: number | null;
  readonly source: EndpointValue | null;
  readonly destination: EndpointValue | null;
  /** Upper case, as in a Via: `UDP`, `TCP`, `TLS`, `WSS`. */
  readonly transport: string | null;
  /** Seen from the host that logged it. */
  readonly direction: 'sent' | 'received' | null;
  readonly line: number;
  readonly endLine: number;
  /** Records of the log that are missing where the message breaks off; only where any are. */
  readonly lost?: number;
  /** Null unless `kind` is `sip`. */
  readonly sip: SipValue | null;
  /** Of a session description that stands alone. */
  readonly sdp: SdpValue | null;
  /** Of a STUN or TURN message. */
  readonly stun: StunValue | null;
  readonly dns: DnsValue | null;
}

/** One end of a packet's way. */
export interface EndpointValue {
  /** Without brackets around IPv6; may be a host name where the log prints one. */
  readonly address: string;
  readonly port: number | null;
}

/** A SIP message in short. */
export interface SipValue {
  readonly startLine: string;
  /** Null of a response. */
  readonly method: string | null;
  /** Null of a request. */
  readonly status: number | null;
  readonly callId: string | null;
  /** Number and method, as `1 INVITE`. */
  readonly cseq: string | null;
  /** In octets, with CRLF at the ends of lines. */
  readonly bodyLength: number;
  /** What could not be read. */
  readonly errors: readonly ReadingError[];
}

/** A place that could not be read as its grammar wants it. */
export interface ReadingError {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** A session description that stands alone. */
export interface SdpValue {
  /** How many m-lines it has. */
  readonly mLines: number;
  /** Whether it is a piece of a description, without its head. */
  readonly fragment: boolean;
}

/** A STUN or TURN message in short (RFC 8489, RFC 8656). */
export interface StunValue {
  readonly class: StunClass;
  /** `binding`, `allocate` …; null for a number that is not assigned. */
  readonly method: string | null;
  /** Lower case hexadecimal digits. */
  readonly transactionId: string;
  readonly username: string | null;
  /** Whether it nominates (USE-CANDIDATE). */
  readonly useCandidate: boolean;
  readonly priority: number | null;
  /** Tie-breaker of ICE-CONTROLLING, sixteen hexadecimal digits. */
  readonly controlling: string | null;
  /** Tie-breaker of ICE-CONTROLLED, sixteen hexadecimal digits. */
  readonly controlled: string | null;
  /** Address and port. */
  readonly mappedAddress: string | null;
  readonly errorCode: number | null;
  /** Whether the CRC of FINGERPRINT is right. */
  readonly fingerprint: 'good' | 'bad' | 'absent';
  /** Whether MESSAGE-INTEGRITY was made with the password that the trace tells; `unknown` where it tells none. */
  readonly integrity: IntegrityVerdict;
}

/** A DNS message in short (RFC 1035). */
export interface DnsValue {
  readonly id: number;
  readonly response: boolean;
  /** `NOERROR`, `NXDOMAIN` …; the number where none is assigned. */
  readonly responseCode: string;
  readonly questions: readonly DnsQuestionValue[];
  readonly records: readonly DnsRecordValue[];
}

export interface DnsQuestionValue {
  readonly name: string;
  /** `SRV`, `A` …; `TYPE65280` where the number has no name here. */
  readonly type: string;
}

export interface DnsRecordValue extends DnsQuestionValue {
  readonly section: 'answer' | 'authority' | 'additional';
  /** Time to live in seconds. */
  readonly ttl: number;
  readonly data:
    | { readonly kind: 'address'; readonly address: string }
    | { readonly kind: 'name'; readonly name: string }
    | {
        readonly kind: 'service';
        readonly priority: number;
        readonly weight: number;
        readonly port: number;
        readonly target: string;
      }
    | {
        readonly kind: 'naming-authority';
        readonly order: number;
        readonly preference: number;
        readonly flags: string;
        readonly services: string;
        readonly regexp: string;
        readonly replacement: string;
      }
    | {
        readonly kind: 'other';
        /** In octets. */
        readonly length: number;
      };
}

/** What `sip-trace calls --format json` prints: a row for each call, in the order of their first messages. */
export type CallsOutput = readonly CallRowValue[];

/** A call: a leg that an INVITE made; with `--transactions` also a request outside of calls. */
export interface CallRowValue extends ListRow {
  /** `call`, or what the method of a request asks for. */
  readonly kind: DialogKind;
  readonly callId: string;
  /** URI of From, without parameters. */
  readonly from: string;
  /** URI of To, without parameters. */
  readonly to: string;
  /** Time of its first message, as far as the trace tells it (as `time` of messages); null where it tells none. */
  readonly started: string | null;
  /** Time of the 200. */
  readonly answered: string | null;
  /** Time of what ended it. */
  readonly ended: string | null;
  /** `partial`: the trace lacks its beginning or its end. */
  readonly outcome: Outcome;
  /** Final status of the last INVITE of its beginning, else the last provisional one. */
  readonly status: number | null;
  /** The phrase of that status, or the Reason of a BYE or CANCEL. */
  readonly reason: string | null;
  /** Messages of SIP, retransmissions counted, copies of packets not. */
  readonly messages: number;
  readonly forks: readonly CallForkValue[];
  /** Which rules speak for the call. */
  readonly profile: Profile;
  /** Why: one sentence without a full stop. */
  readonly profileReason: string;
  /** Seconds from a request outside of calls to its final response; null of a call, and where it is not known. */
  readonly roundTrip: number | null;
  /** Null where findings were not asked for. */
  readonly findings: SeverityCounts | null;
  /** What the capture can and cannot show of the call; null where findings were not asked for. */
  readonly evidence: readonly Pick<CaptureNoteValue, 'id' | 'message'>[] | null;
  /** What most likely went wrong; null of a file over 4 MB where findings were not asked for. */
  readonly diagnosis: DiagnosisValue | null;
}

/** What most likely went wrong with a call, transfer or registration, or that nothing did. */
export interface DiagnosisValue {
  /** The worst fact of the call, as every list names it: one or two sentences. */
  readonly headline: string;
  /** Why it ended and what led there: whole sentences. */
  readonly text: string;
  /** What to do; empty where there is nothing to do. */
  readonly advice: string;
  /** Who has to change something; null where nobody has, or it cannot be told. */
  readonly side: Concern | null;
  /** How sure the cause is: the trace says so, a defect leads there, or a defect may have led there. */
  readonly confidence: Confidence;
  /** The rules that it rests on, the cause first. */
  readonly rules: readonly string[];
  /** The line to change first, then what shows the end. */
  readonly lines: readonly number[];
  /** The packets of these lines in a capture. */
  readonly frames: readonly number[];
  /**
   * `bad`: failed, broken off, or without audio. `doubtful`: it went through, with defects. `open`: the trace does not tell.
   * `ordinary`: busy, declined, cancelled. `fine`: no defect was seen.
   */
  readonly grade: DiagnosisGrade;
  /** What else is wrong: a rule each, errors first. */
  readonly also: readonly DiagnosisContributionValue[];
  /** Whether audio went both ways, and when, as far as the trace shows; empty of what is no call. */
  readonly audio: string;
}

/** A diagnosis with its call. */
export interface CallDiagnosisValue extends DiagnosisValue {
  readonly kind: DialogKind;
  readonly callId: string;
  /** URI of From, without parameters. */
  readonly from: string;
  /** URI of To, without parameters. */
  readonly to: string;
}

export interface DiagnosisPlaceValue {
  readonly line: number;
  /** Number of the packet in a capture; null in a text trace. */
  readonly frame: number | null;
}

/** Something else that is wrong. */
export interface DiagnosisContributionValue extends DiagnosisPlaceValue {
  readonly rule: string;
  /** The rule's title. */
  readonly title: string;
}

/** What `sip-trace explain --format json` prints: calls, and registrations and the like that failed, worst first. */
export type ExplainOutput = readonly ExplainRow[];

/** A call, or what else was asked for with one Call-ID, and what became of it. */
export interface ExplainRow extends ListRow {
  readonly kind: DialogKind;
  readonly callId: string;
  /** URI of From, without parameters. */
  readonly from: string;
  /** URI of To, without parameters. */
  readonly to: string;
  /** Time of its first message, as far as the trace tells it (as `time` of messages); null where it tells none. */
  readonly started: string | null;
  readonly outcome: Outcome | null;
  /** The status that decided; null where none did. */
  readonly status: number | null;
  readonly diagnosis: DiagnosisValue;
}

/** A dialog, early or confirmed: one To tag of the callee. */
export interface CallForkValue {
  readonly toTag: string;
  /** The highest status of a response to the INVITE with this tag. */
  readonly status: number;
}

/** What `sip-trace replay --format json` prints: how ICE went, call by call. */
export type ReplayOutput = readonly ReplayRow[];

/** The ICE replay of a call. */
export interface ReplayRow extends ListRow {
  /** Null for checks that belong to no call of the trace. */
  readonly callId: string | null;
  /** `predicted` where descriptions wait for checks of which the trace has none. */
  readonly evidence: 'observed' | 'predicted';
  /** How it ended and why, in one sentence without a full stop. */
  readonly headline: string;
  /** What most likely went wrong with the call; null without one. */
  readonly diagnosis: DiagnosisValue | null;
  /** What the capture can and cannot show of the call: directions, clocks, copies, cuts and gaps. */
  readonly capture: readonly CaptureNoteValue[];
  readonly forks: readonly ForkValue[];
  /** Streams of RTP and RTCP that belong to a session, in the order of the trace. */
  readonly media: readonly MediaValue[];
  /** In the order of the trace. */
  readonly verdicts: readonly VerdictValue[];
  readonly steps: readonly StepValue[];
}

/** How one ICE session stands at the end. */
export interface SessionValue {
  /** Of each end; null where its description is not in the trace. */
  readonly ufrag: Readonly<Record<End, string | null>>;
  readonly state: SessionState;
  readonly evidence: Evidence;
  /** The pair that media takes. */
  readonly selected: SelectedValue | null;
  /** When it was nominated. */
  readonly nominated: 'before-answer' | 'after-answer' | null;
  /** By priority, highest first. */
  readonly pairs: readonly PairValue[];
}

/** A fork with the session that speaks for it: the last generation of its audio. */
export interface ForkValue extends SessionValue {
  /** Null for an endpoint whose answer is not in the trace. */
  readonly toTag: string | null;
  /** Whether it is the one that answered the call. */
  readonly active: boolean;
  /** Which end controls; only where the fork has a session. */
  readonly controlling?: End | null;
  /** By what the lite agent chose where it sends media; only where the fork has a session. */
  readonly mediaState?: MediaState;
  /** All its sessions: audio first, of one stream in order of generation. */
  readonly sessions: readonly StreamSessionValue[];
}

/** One stream of a fork between two restarts. */
export interface StreamSessionValue extends SessionValue {
  /** Place of the m-line, from 0. */
  readonly stream: number;
  /** What the m-line says: `audio`. */
  readonly media: string;
  /** Counts restarts. */
  readonly generation: number;
  readonly controlling: End | null;
  readonly mediaState: MediaState;
}

/** A pair, addresses as address and port. */
export interface SelectedValue {
  readonly teams: string;
  readonly teamsType: PairType;
  readonly sbc: string;
  readonly evidence: Evidence;
}

/** A candidate pair. In a call without Microsoft `teams` is the peer of the ICE Lite end. */
export interface PairValue {
  /** As the SBC sees it; of a pair that was never seen the base of the candidate. */
  readonly teams: string;
  readonly teamsType: PairType;
  /** What a NAT hides: the base of the candidate, where it differs. */
  readonly base: string | null;
  readonly sbc: string;
  /** 1: RTP, 2: RTCP. */
  readonly component: number;
  /** As a decimal number, which is too long for a JSON number. */
  readonly priority: string | null;
  readonly state: PairState;
  readonly nominated: boolean;
  readonly evidence: Evidence;
  /** Checks of the controlling side, repetitions counted. */
  readonly requests: number;
  /** Success responses to them. */
  readonly responses: number;
}

/** A stream of RTP, or all RTCP of one source between two addresses. */
export interface MediaValue {
  readonly kind: 'rtp' | 'rtcp';
  /** Place in `forks`, from 0. */
  readonly fork: number;
  /** Place of the m-line, from 0. */
  readonly stream: number | null;
  readonly generation: number | null;
  readonly sender: End;
  readonly source: string;
  readonly destination: string;
  /** Eight hexadecimal digits behind `0x`. */
  readonly ssrc: string | null;
  readonly packets: number;
  readonly line: number;
  readonly frame: number | null;
  /** Null where it cannot be known: no keys, or no whole packet in the trace. */
  readonly protection: ProtectionValue | null;
}

/** Which key really protects a stream. */
export interface ProtectionValue {
  /** How many of the packets that were tried authenticate with a key of the trace. */
  readonly verified: 'all' | 'some' | 'none';
  readonly how: ProtectionFinding;
  /** The line whose key verifies. */
  readonly crypto: CryptoValue | null;
  /** The line whose key is wanted. */
  readonly wanted: CryptoValue | null;
  /** Packets that were tried. */
  readonly tried: number;
  /** Those of them that authenticate. */
  readonly good: number;
  readonly message: string;
}

/** Where a crypto line stands; its key is not told. */
export interface CryptoValue {
  readonly sender: End;
  readonly tag: string;
  readonly suite: string;
  readonly line: number;
  readonly frame: number | null;
}

/** What the replay found. */
export interface VerdictValue {
  readonly id: VerdictId;
  readonly severity: VerdictSeverity;
  readonly evidence: Evidence;
  readonly message: string;
  readonly line: number;
  readonly frame: number | null;
  /** Place in `forks`, from 0; null for one of the whole call. */
  readonly fork: number | null;
  /** Ids of the rules that report it. */
  readonly rules: readonly string[];
  /** Further messages that show it. */
  readonly related: readonly PlaceValue[];
}

/** A place in the trace. */
export interface PlaceValue {
  readonly line: number;
  readonly frame: number | null;
}

/** Something that moved ICE on, or would have. */
export interface StepValue {
  readonly time: string | null;
  readonly line: number;
  readonly frame: number | null;
  readonly event: StepEvent;
  readonly evidence: Evidence;
  /** Place in `forks`, from 0; null for one of the whole call. */
  readonly fork: number | null;
  readonly message: string;
}

/** What `sip-trace path --format json` prints: an element for each call, or for what was judged without one. */
export type PathOutput = readonly PathRow[];

/** The media path of a call, of a capture without a call, or exports of routes and firewall rules alone. */
export interface PathRow extends ListRow {
  readonly callId: string | null;
  /** Null without a call. */
  readonly profile: Profile | null;
  /** On what the pair of addresses rests; not its classification. */
  readonly evidence: Evidence;
  readonly legs: readonly PathLegValue[];
  /** Legs that media left during the call, oldest first. */
  readonly earlier: readonly PathLegValue[];
  /** Where the path stands in the order that Lync tried candidates in. */
  readonly lync: LyncOrder | null;
  /** Conversations, each with both directions. */
  readonly flows: readonly PathFlowValue[];
  /** Worst first. */
  readonly verdicts: readonly PathVerdictValue[];
  /** Names that a capture shows being looked up. */
  readonly names: readonly ResolvedName[];
  /** With `--routes`. */
  readonly routes: RoutesValue | null;
  /** With `--firewall`. */
  readonly firewall: FirewallValue | null;
  /** Settings that would tell more: `network.vpnSubnets`. */
  readonly missingSettings: readonly string[];
  /** Values of the settings that do not fit; the rest is used. */
  readonly settingsFaults: readonly SettingFault[];
  readonly microsoft: MicrosoftRanges;
}

/** Microsoft's ranges as they were judged by. */
export interface MicrosoftRanges {
  /** Month or date of the list. */
  readonly asOf: string;
  readonly from: RangesFrom;
  /** CIDR ranges of media. */
  readonly media: readonly string[];
  /** UDP ports of media. */
  readonly ports: readonly number[];
}

/** A part of the way that one flow of "Microsoft Teams call flows" names. */
export interface PathLegValue {
  readonly leg: Leg['leg'];
  /** Null where no flow fits, or settings are missing. */
  readonly flow: Flow | null;
  /** Others that would fit as well; of media in the tunnel also the flow that it would be beside the tunnel. */
  readonly alternatives: readonly Flow[];
  /** Of media in the tunnel (2'): the flow that it would have been beside the tunnel; else null. */
  readonly underlying: Flow | null;
  /** Figures of the document that show this path. */
  readonly figures: readonly string[];
  /** Null for an end that the trace does not show. */
  readonly from: PathEndValue | null;
  readonly to: PathEndValue | null;
  readonly evidence: Evidence;
  /** Why this flow: one sentence without a full stop. */
  readonly why: string;
  /** Where it shows; of a capture the number of the packet. */
  readonly line: number | null;
}

/** An end of a leg. */
export interface PathEndValue {
  readonly address: string;
  readonly port: number;
  readonly class: NetworkClass;
}

/** What an export of routes does with media. */
export interface RoutesValue {
  /** What it is: `route print`, `ip route`. */
  readonly format: string;
  /** What wins for an address of each of Microsoft's media ranges; none where no route does. */
  readonly wins: readonly RouteWin[];
  /** Parts of these ranges that go into the tunnel, as CIDR ranges. */
  readonly notBypassed: readonly string[];
  /** Parts of them that no route covers, or that a route drops. */
  readonly noRoute: readonly string[];
  /** Lines that could not be read; the others were. */
  readonly faults: readonly ExportFault[];
  /** Where the export ends too early: what is missing behind it may change what wins. */
  readonly cut: ExportFault | null;
  /** Of a trace of hops (`tracert`, `traceroute`, `mtr`). */
  readonly trace: RouteTraceValue | null;
}

/** The way of a probe. */
export interface RouteTraceValue {
  readonly target: string | null;
  /** The first hop that answered. */
  readonly firstHop: HopValue | null;
  /** The first hop that answered and is not the VPN's. */
  readonly firstHopNotTunnel: HopValue | null;
  /** Where the path enters Microsoft's network; null where the trace does not show it. */
  readonly microsoftFrom: HopValue | null;
}

/** A hop that answered. */
export interface HopValue {
  readonly hop: number;
  readonly address: string | null;
  readonly name: string | null;
  /** Counts from 1. */
  readonly line: number;
}

/** A conversation. */
export interface PathFlowValue extends Omit<PathFlow, 'source' | 'destination' | 'first' | 'last'> {
  /** Who sent the first packet, `ip:port`. */
  readonly source: string;
  readonly destination: string;
  readonly first: string | null;
  readonly last: string | null;
}

/** What an export of firewall rules does with media. */
export interface FirewallValue {
  /** What it is: `netsh verbose`, `Get-NetFirewallRule`. */
  readonly format: string;
  /** The rules that matter for media and the VPN, in order. */
  readonly rules: readonly FirewallRuleValue[];
  /** What it leaves out of every rule: `program`. */
  readonly lacks: readonly string[];
  /** Lines that could not be read; the others were. */
  readonly faults: readonly ExportFault[];
}

/** A firewall rule; null for what the export does not tell. */
export interface FirewallRuleValue {
  readonly name: string;
  readonly direction: Direction;
  /** Of its name in the export. */
  readonly line: number;
  readonly enabled: boolean | null;
  readonly action: Action | null;
}

/** What a rule says of a path, of settings, of routes or of firewall rules. */
export interface PathVerdictValue {
  /** The rule's id. */
  readonly id: string;
  readonly severity: Severity;
  readonly evidence: Evidence;
  readonly message: string;
  /** What `line` is a line of. */
  readonly of: 'trace' | 'settings' | 'routes' | 'firewall';
  /** Of a capture the number of the packet; null where nothing shows it. */
  readonly line: number | null;
  /** What would mend it, a line a command: to be reviewed, never run by us. */
  readonly snippet: readonly string[];
}

/** What `sip-trace rules --format json` prints: all rules, in order of their ids. */
export type RulesOutput = readonly RuleValue[];

/** A rule. */
export interface RuleValue {
  readonly id: string;
  /** What is wrong, in one sentence without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  /** Cases in which it reports another severity. */
  readonly otherwise: readonly { readonly severity: Severity; readonly when: string }[];
  readonly basis: Basis;
  /** Who must comply. */
  readonly applies: Concerned;
  /** Documents and sections. */
  readonly source: readonly string[];
  /** In which profiles it speaks. */
  readonly profiles: readonly Profile[];
  /** What it looks at. */
  readonly scope: Scope;
  /** Whether some of its findings carry a fix. */
  readonly fixable: boolean;
}
