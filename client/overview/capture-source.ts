import { EventEmitter, l10n, type Disposable, type Event, type Uri } from 'vscode';
import type { ClockEvidence } from '../../shared/clock-evidence';
import { problemText, type ReadingProblem } from '../../shared/reading-problem';
import type { Captures } from '../captures/captures';
import type { CaptureText } from '../captures/capture-text';
import { nameOf } from '../common/identity';
import { largestDocument } from '../captures/large-trace';
import { LargeTraceSource } from './large-trace-source';
import { sentence } from '../../shared/words';
import type { TextTraceSource } from './text-trace-source';
import type {
  CallPlace,
  Gap,
  OverviewCall,
  OverviewContent,
  OverviewTarget,
  SourceState,
  TraceJudging,
  TraceSource,
} from './trace-source';

/** The overview of a capture, or of traces joined: rendered as text, of which what the analysis says is shown. */
export class CaptureSource implements TraceSource {
  private readonly changed = new EventEmitter<void>();
  private readonly capture: CaptureText;
  private readonly text: TextTraceSource;
  private readonly subscriptions: Disposable[];
  private known: OverviewContent | undefined;
  /** Where the text is too large to be a document. */
  private large: LargeTraceSource | undefined;

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    readonly uri: Uri,
    /** The document with its text. */
    private readonly document: Uri,
    private readonly captures: Captures,
    private readonly textSource: (uri: Uri) => TextTraceSource,
  ) {
    this.capture = captures.use(document);
    this.text = textSource(document);
    this.subscriptions = [
      this.changed,
      this.text,
      this.capture.onDidChange(() => this.update()),
      this.text.onDidChange(() => this.update()),
    ];
  }

  get state(): SourceState {
    const { state } = this.capture;
    switch (state.kind) {
      case 'waiting':
      case 'rendering':
        return {
          kind: 'loading',
          text: l10n.t('The packets are being read.'),
          done: null,
          cancel: () => this.capture.cancel(),
        };
      case 'failed':
        return state;
      case 'rendered':
        return tooLarge(state.text) ?? this.text.state;
      case 'too-long':
        return this.largeSource().state;
    }
  }

  get content(): OverviewContent | undefined {
    return this.capture.state.kind === 'too-long' ? this.large?.content : this.known;
  }

  get judging(): TraceJudging | undefined {
    return this.large?.judging;
  }

  async load(): Promise<void> {
    await this.capture.ready();
    const { state } = this.capture;
    if (state.kind === 'rendered' && tooLarge(state.text) === undefined) await this.text.load();
    if (state.kind === 'too-long') await this.largeSource().load();
  }

  async open(target: OverviewTarget, beside: boolean): Promise<void> {
    if (this.large !== undefined) {
      await this.large.open(target, beside);
      return;
    }
    await this.text.open(target, beside);
  }

  async placeOf(call: OverviewCall): Promise<CallPlace | undefined> {
    return this.large === undefined ? { uri: this.document, key: call.key } : this.large.placeOf(call);
  }

  async openAsText(): Promise<void> {
    await (this.large ?? this.text).openAsText();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.large?.dispose();
    this.captures.release(this.document);
  }

  private largeSource(): LargeTraceSource {
    if (this.large === undefined) {
      this.large = new LargeTraceSource(this.uri, this.captures, this.textSource);
      this.subscriptions.push(this.large.onDidChange(() => this.changed.fire()));
    }
    return this.large;
  }

  private update(): void {
    const { state } = this.capture;
    const { content } = this.text;
    // The file was written again, and has become smaller, or is still too large.
    if (state.kind === 'rendered') {
      this.large?.dispose();
      this.large = undefined;
    } else if (state.kind === 'too-long' && this.large !== undefined) void this.large.load();
    if (state.kind === 'rendered' && content !== undefined) {
      const problems = state.problems.map(gapOf);
      this.known = {
        ...content,
        format: state.format,
        damage: state.problems.map((problem) => sentence(problemText(problem))),
        about: clocksOf(this.capture.files, state),
        gaps: [...problems, ...content.gaps],
      };
    }
    this.changed.fire();
  }
}

/** The joined text of traces may be too large where none of them is. */
function tooLarge(text: string): SourceState | undefined {
  if (text.length < largestDocument) return undefined;
  const message = l10n.t(
    'The text of these traces has {0} million characters, more than VS Code hands to extensions. Save it as a text trace, or list its calls in a terminal: sip-trace calls --together FILE…',
    Math.round(text.length / 1e6),
  );
  return { kind: 'failed', message };
}

/** How the clocks of the files that were added differ from the first one's, and how that was found. */
function clocksOf(files: readonly Uri[], { offsets, evidence }: RenderedText): string[] {
  return files.slice(1).map((file, index) => {
    const offset = offsets[index + 1] ?? null;
    const name = nameOf(file);
    const found = evidence[index + 1] ?? null;
    if (offset === null)
      return l10n.t('{0}: nothing is known from the first trace, its clock may differ', name);
    const why = found === null ? '' : ` (${evidenceInWords(found)})`;
    if (Math.abs(offset) < 500) return l10n.t('{0}: same clock', name) + why;
    const seconds = l10n.t('{0} s', (Math.abs(offset) / 1e6).toFixed(3));
    const clock =
      offset > 0
        ? l10n.t('{0}: clock {1} behind', name, seconds)
        : l10n.t('{0}: clock {1} ahead', name, seconds);
    return clock + why;
  });
}

type RenderedText = Extract<CaptureText['state'], { readonly kind: 'rendered' }>;

/** "by 1 ICE ufrag, 2 addresses of media; to some tenths of a second" */
function evidenceInWords(evidence: ClockEvidence): string {
  const { messages, sameNames, checks, ufrags, addresses, endings, against, certainty } = evidence;
  const counted = (count: number, one: string, many: string): string =>
    count === 0 ? '' : count === 1 ? one : many;
  const exact = [
    counted(messages, l10n.t('1 message in both'), l10n.t('{0} messages in both', messages)),
    counted(
      sameNames,
      l10n.t('1 message of the same CSeq'),
      l10n.t('{0} messages of the same CSeq', sameNames),
    ),
    counted(checks, l10n.t('1 check in both'), l10n.t('{0} checks in both', checks)),
  ].filter((part) => part !== '');
  const near = [
    counted(ufrags, l10n.t('1 ICE ufrag'), l10n.t('{0} ICE ufrags', ufrags)),
    counted(addresses, l10n.t('1 address of media'), l10n.t('{0} addresses of media', addresses)),
    counted(endings, l10n.t('the end of 1 stream'), l10n.t('the ends of {0} streams', endings)),
  ].filter((part) => part !== '');
  const sureness = {
    exact: [],
    near: [l10n.t('some tenths of a second may be missing')],
    doubtful: [l10n.t('doubtful')],
  }[certainty];
  return [
    l10n.t('by {0}', (exact.length > 0 ? exact : near).join(', ')),
    ...(against === 0 ? [] : [l10n.t('{0} against it', against)]),
    ...sureness,
  ].join('; ');
}

function gapOf({ message, behindFrame, line }: ReadingProblem): Gap {
  const position = line === null ? null : { line, character: 0 };
  return {
    kind: 'unreadable',
    message: sentence(message),
    place: behindFrame === null ? '' : l10n.t('behind frame {0}', behindFrame),
    at: behindFrame,
    rule: null,
    range: position === null ? null : { start: position, end: position },
  };
}
