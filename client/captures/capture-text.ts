import {
  l10n,
  RelativePattern,
  Uri,
  workspace,
  type CancellationToken,
  type Disposable,
  type Event,
} from 'vscode';
import {
  joinTracesRequest,
  renderCaptureRequest,
  type JoinTracesParams,
  type JoinTracesResult,
  type RenderCaptureParams,
  type RenderCaptureResult,
} from '../../shared/protocol';
import { toBase64 } from '../../shared/base64';
import { captureScheme, nameOf } from '../common/identity';
import type { LanguageServer } from '../common/language-server';
import { reasonOf } from '../common/log';
import type { KeyLogFile } from './key-log';
import { isTooLarge, largestDocument, type CallReading } from './large-trace';
import type { ReadingProblem } from '../../shared/reading-problem';
import { Reading } from './reading';
import { sentence } from '../../shared/words';

export type CaptureTextState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'rendering' }
  | {
      readonly kind: 'rendered';
      readonly text: string;
      /** `pcap`, `pcapng` … */
      readonly format: string;
      readonly problems: readonly ReadingProblem[];
      /** For each file the microseconds that its clock is behind the first one's; null where nothing tells. */
      readonly offsets: readonly (number | null)[];
      /** For each file how its offset was found; null where nothing had to be found. */
      readonly evidence: JoinTracesResult['evidence'];
    }
  /** The text would be larger than VS Code hands to extensions. */
  | { readonly kind: 'too-long' }
  /** Why, and what to do next, in whole sentences. */
  | { readonly kind: 'failed'; readonly message: string };

/** How long a file must rest before it is read again, in milliseconds: a capture may still be being written. */
const restingTime = 1000;

type Rendered = Extract<CaptureTextState, { readonly kind: 'rendered' }>;

/**
 * A capture as text, or several traces joined: rendered by the server, kept for as long as somebody looks at it,
 * rendered again when a file changes.
 */
export class CaptureText implements Disposable {
  private readonly reading = new Reading<CaptureTextState>(
    { kind: 'waiting' },
    {
      read: (token) => this.ask(token),
      isRead: ({ kind }) => kind === 'rendered' || kind === 'too-long',
      busy: { kind: 'rendering' },
      cancelled: () => ({ kind: 'failed', message: l10n.t('Reading was cancelled.') }),
    },
  );
  private readonly subscriptions: readonly Disposable[];
  private readonly told: (number | null)[] = [];
  private resting: ReturnType<typeof setTimeout> | undefined;

  /** The state changed. */
  readonly onDidChange: Event<void> = this.reading.onDidChange;

  constructor(
    readonly files: readonly Uri[],
    private readonly server: LanguageServer,
    private readonly keyLog: KeyLogFile,
    /** Where only a call of the file is wanted, how it is read; `undefined` of it means cancelled. */
    private readonly readCall?: (token: CancellationToken) => Promise<CallReading | undefined>,
  ) {
    const watched = readCall === undefined ? files.filter((file) => !isDocument(file)) : [];
    this.subscriptions = [
      this.reading,
      keyLog.onDidChange(() => this.renderSoon(0)),
      ...watched.map((file) => this.watch(file)),
    ];
  }

  get state(): CaptureTextState {
    return this.reading.state;
  }

  /** Waits for the text, and asks for it where there is none. Never rejects: see {@link state}. */
  async ready(): Promise<void> {
    await this.reading.ready();
  }

  /** The text, however long it is. Rejects with a reason in whole sentences. */
  async whole(): Promise<string> {
    await this.ready();
    const { state } = this;
    if (state.kind === 'rendered') return state.text;
    if (state.kind === 'failed') throw new Error(state.message);
    const [file] = this.files;
    const keys = await this.keyLog.read();
    const trace = file === undefined ? state : await this.read(file, keys.text, null);
    if (trace.kind === 'rendered') return trace.text;
    throw new Error(trace.kind === 'failed' ? trace.message : '');
  }

  /** Says how many microseconds a file's clock is behind the first one's; null: the messages tell. */
  async setOffset(file: number, offset: number | null): Promise<void> {
    this.told[file] = offset;
    await this.reading.again();
  }

  /** Stops rendering; an earlier text stays. */
  cancel(): void {
    this.reading.cancel();
  }

  dispose(): void {
    clearTimeout(this.resting);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private watch(file: Uri): Disposable {
    // A file's own name may hold what means something in a pattern.
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(file, '..'), '*'));
    const follow = (uri: Uri): void => {
      if (uri.toString() === file.toString()) this.renderSoon();
    };
    watcher.onDidChange(follow);
    watcher.onDidCreate(follow);
    return watcher;
  }

  private renderSoon(milliseconds = restingTime): void {
    if (this.state.kind === 'waiting') return; // nobody asked yet
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (this.reading.isRunning) this.renderSoon();
      else void this.reading.again();
    }, milliseconds);
  }

  private async ask(token: CancellationToken): Promise<CaptureTextState> {
    try {
      if (this.readCall !== undefined) {
        const { text = '', problems = [] } = (await this.readCall(token)) ?? {};
        return { kind: 'rendered', text, format: '', problems, offsets: [0], evidence: [null] };
      }
      const keys = await this.keyLog.read();
      const traces: Rendered[] = [];
      for (const file of this.files) {
        const trace = await this.read(file, keys.text, largestDocument, token);
        if (trace.kind === 'too-long' && this.files.length > 1) return tooLongToJoin(file);
        if (trace.kind !== 'rendered') return trace;
        traces.push(trace);
      }
      const trace = await this.join(traces, token);
      if (keys.problem === null) return trace;
      const problem = { message: keys.problem, behindFrame: null, line: null };
      return { ...trace, problems: [problem, ...trace.problems] };
    } catch (error) {
      return { kind: 'failed', message: l10n.t('The capture cannot be read: {0}', reasonOf(error)) };
    }
  }

  private async read(
    file: Uri,
    keyLog: string,
    longest: number | null,
    token?: CancellationToken,
  ): Promise<CaptureTextState> {
    if (isDocument(file)) return textFile(file);
    const uri = await this.server.uriOf(file);
    const request = async (bytes: string | null): Promise<RenderCaptureResult> => {
      const params: RenderCaptureParams = { uri, bytes, keyLog, longest };
      return this.server.request<RenderCaptureResult>(renderCaptureRequest, params, token);
    };
    let result = await request(null);
    // The server sees only files of its own machine.
    if (result.kind === 'send-bytes') result = await request(toBase64(await workspace.fs.readFile(file)));
    if (result.kind === 'rendered') return { ...result, offsets: [0], evidence: [null] };
    if (result.kind === 'too-long') return result;
    const message = result.kind === 'refused' ? sentence(result.message) : '';
    if (this.files.length === 1) return { kind: 'failed', message };
    if (await isTooLarge(file)) return { kind: 'too-long' };
    try {
      return await textFile(file);
    } catch {
      return { kind: 'failed', message: `${nameOf(file)}: ${message}` };
    }
  }

  private async join(traces: readonly Rendered[], token: CancellationToken): Promise<Rendered> {
    const [first, ...others] = traces;
    if (first !== undefined && others.length === 0) return first;
    const params: JoinTracesParams = { texts: traces.map(({ text }) => text), offsets: this.told };
    const joined = await this.server.request<JoinTracesResult>(joinTracesRequest, params, token);
    return {
      kind: 'rendered',
      ...joined,
      format: traces.map(({ format }) => format).join(' + '),
      // Frames of several files cannot be told apart.
      problems: traces.flatMap(({ problems }) => problems.map((problem) => ({ ...problem, line: null }))),
    };
  }
}

/** Whether VS Code alone has the text: one that was not saved yet, or a call of a large trace. */
function isDocument({ scheme }: Uri): boolean {
  return scheme === 'untitled' || scheme === captureScheme;
}

function tooLongToJoin(file: Uri): CaptureTextState {
  const message = l10n.t(
    '{0} is larger than VS Code hands to extensions. Open its overview, open the call there, and add the other trace to that call.',
    nameOf(file),
  );
  return { kind: 'failed', message };
}

/** A text trace as it is open, or as VS Code would open it. */
async function textFile(file: Uri): Promise<Rendered> {
  const open = workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  // VS Code would make a new, empty text of this name.
  if (open === undefined && file.scheme === 'untitled') {
    throw new Error(l10n.t('This text was closed and not saved.'));
  }
  const document = open ?? (await workspace.openTextDocument(file));
  return {
    kind: 'rendered',
    text: document.getText(),
    format: l10n.t('text'),
    problems: [],
    offsets: [0],
    evidence: [null],
  };
}
