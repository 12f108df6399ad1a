import { EventEmitter, l10n, type Disposable, type Event, type Uri } from 'vscode';
import type { Captures } from './captures';
import type { CaptureText } from './captureText';
import { nameOf } from './identity';
import type { TextTraceSource } from './textTraceSource';
import type { Gap, OverviewContent, OverviewTarget, SourceState, TraceSource } from './traceSource';

/** VS Code hands no larger document to extensions, in octets. */
const largestDocument = 50 * 1024 * 1024;

/** The overview of a capture, or of traces joined: rendered as text, of which what the analysis says is shown. */
export class CaptureSource implements TraceSource {
  private readonly changed = new EventEmitter<void>();
  private readonly capture: CaptureText;
  private readonly text: TextTraceSource;
  private readonly subscriptions: Disposable[];
  private known: OverviewContent | undefined;

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    readonly uri: Uri,
    /** The document with its text. */
    private readonly document: Uri,
    private readonly captures: Captures,
    textSource: (uri: Uri) => TextTraceSource,
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
    }
  }

  get content(): OverviewContent | undefined {
    return this.known;
  }

  async load(): Promise<void> {
    await this.capture.ready();
    const { state } = this.capture;
    if (state.kind === 'rendered' && tooLarge(state.text) === undefined) await this.text.load();
  }

  async open(target: OverviewTarget, beside: boolean): Promise<void> {
    await this.text.open(
      target.kind === 'gap' ? { kind: 'gap', gap: this.placed(target.gap) } : target,
      beside,
    );
  }

  async openAsText(): Promise<void> {
    await this.text.openAsText();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.captures.release(this.document);
  }

  /** A problem of the capture at the first packet behind it; frames of joined files cannot be told apart. */
  private placed(gap: Gap): Gap {
    const { state, files } = this.capture;
    const frame = gap.kind === 'unreadable' && gap.range === null ? gap.at : null;
    if (frame === null || state.kind !== 'rendered' || files.length > 1) return gap;
    const lines = state.text.split('\n');
    const found = lines.findIndex((line) => Number(/^=== (\d{1,9}) {2}/.exec(line)?.[1] ?? -1) > frame);
    const position = { line: found === -1 ? lines.length - 1 : found, character: 0 };
    return { ...gap, range: { start: position, end: position } };
  }

  private update(): void {
    const { state } = this.capture;
    const { content } = this.text;
    if (state.kind === 'rendered' && content !== undefined) {
      const problems = state.problems.map(gapOf);
      this.known = {
        ...content,
        format: state.format,
        about: clocksOf(this.capture.files, state.offsets),
        gaps: [...problems, ...content.gaps],
      };
    }
    this.changed.fire();
  }
}

function tooLarge(text: string): SourceState | undefined {
  if (text.length < largestDocument) return undefined;
  const message = l10n.t(
    'The text of this capture has {0} million characters, more than VS Code hands to extensions. Save it as a text trace, or list its calls in a terminal: sip-trace calls FILE',
    Math.round(text.length / 1e6),
  );
  return { kind: 'failed', message };
}

/** How the clocks of the files that were added differ from the first one's. */
function clocksOf(files: readonly Uri[], offsets: readonly (number | null)[]): string[] {
  return files.slice(1).map((file, index) => {
    const offset = offsets[index + 1] ?? null;
    const name = nameOf(file);
    if (offset === null) return l10n.t('{0}: no message is in both, its clock may differ', name);
    if (Math.abs(offset) < 500) return l10n.t('{0}: same clock', name);
    const seconds = l10n.t('{0} s', (Math.abs(offset) / 1e6).toFixed(3));
    return offset > 0
      ? l10n.t('{0}: clock {1} behind', name, seconds)
      : l10n.t('{0}: clock {1} ahead', name, seconds);
  });
}

/** `behind frame 12: a block is cut off` */
function gapOf(problem: string): Gap {
  const [, frame, what] = /^behind frame (\d{1,12}): ([^]*)$/.exec(problem) ?? [];
  const message = what ?? problem;
  return {
    kind: 'unreadable',
    message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    place: frame === undefined ? '' : l10n.t('behind frame {0}', frame),
    at: frame === undefined ? null : Number(frame),
    rule: null,
    range: null,
  };
}
