import {
  CancellationTokenSource,
  EventEmitter,
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
} from '../server/protocol';
import { nameOf } from './identity';
import type { LanguageServer } from './languageServer';
import { reasonOf } from './log';
import type { KeyLogFile } from './keyLog';

export type CaptureTextState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'rendering' }
  | {
      readonly kind: 'rendered';
      readonly text: string;
      /** `pcap`, `pcapng` … */
      readonly format: string;
      /** What could not be read, one sentence each, without a full stop. */
      readonly problems: readonly string[];
      /** For each file the microseconds that its clock is behind the first one's; null where nothing tells. */
      readonly offsets: readonly (number | null)[];
    }
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
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Disposable[];
  private readonly told: (number | null)[] = [];
  private current: CaptureTextState = { kind: 'waiting' };
  private running:
    { readonly done: Promise<void>; readonly cancellation: CancellationTokenSource } | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;

  /** The state changed. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    readonly files: readonly Uri[],
    private readonly server: LanguageServer,
    private readonly keyLog: KeyLogFile,
  ) {
    this.subscriptions = [
      this.changed,
      keyLog.onDidChange(() => this.renderSoon(0)),
      ...files.filter(({ scheme }) => scheme !== 'untitled').map((file) => this.watch(file)),
    ];
  }

  get state(): CaptureTextState {
    return this.current;
  }

  /** Waits for the text, and asks for it where there is none. Never rejects: see {@link state}. */
  async ready(): Promise<void> {
    if (this.running !== undefined) await this.running.done;
    else if (this.current.kind !== 'rendered') await this.render();
  }

  /** Says how many microseconds a file's clock is behind the first one's; null: the messages tell. */
  async setOffset(file: number, offset: number | null): Promise<void> {
    this.told[file] = offset;
    await this.running?.done;
    await this.render();
  }

  /** Stops rendering; an earlier text stays. */
  cancel(): void {
    this.running?.cancellation.cancel();
  }

  dispose(): void {
    clearTimeout(this.resting);
    this.cancel();
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
    if (this.current.kind === 'waiting') return; // nobody asked yet
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (this.running === undefined) void this.render();
      else this.renderSoon();
    }, milliseconds);
  }

  private async render(): Promise<void> {
    const cancellation = new CancellationTokenSource();
    const before = this.current;
    const done = this.ask(cancellation.token).then((state) => {
      this.running = undefined;
      const cancelled = cancellation.token.isCancellationRequested;
      cancellation.dispose();
      if (!cancelled) this.enter(state);
      else if (before.kind === 'rendered') this.enter(before);
      else this.enter({ kind: 'failed', message: l10n.t('Reading was cancelled.') });
    });
    this.running = { done, cancellation };
    this.enter({ kind: 'rendering' });
    await done;
  }

  private async ask(token: CancellationToken): Promise<CaptureTextState> {
    try {
      const keys = await this.keyLog.read();
      const traces: Rendered[] = [];
      for (const file of this.files) {
        const trace = await this.read(file, keys.text, token);
        if (trace.kind !== 'rendered') return trace;
        traces.push(trace);
      }
      const trace = await this.join(traces);
      return keys.problem === null ? trace : { ...trace, problems: [keys.problem, ...trace.problems] };
    } catch (error) {
      return { kind: 'failed', message: l10n.t('The capture cannot be read: {0}', reasonOf(error)) };
    }
  }

  private async read(file: Uri, keyLog: string, token: CancellationToken): Promise<CaptureTextState> {
    if (file.scheme === 'untitled') return textFile(file);
    const uri = await this.server.uriOf(file);
    const request = async (bytes: string | null): Promise<RenderCaptureResult> => {
      const params: RenderCaptureParams = { uri, bytes, keyLog };
      return this.server.request<RenderCaptureResult>(renderCaptureRequest, params, token);
    };
    let result = await request(null);
    // The server sees only files of its own machine.
    if (result.kind === 'send-bytes') result = await request(toBase64(await workspace.fs.readFile(file)));
    if (result.kind === 'rendered') return { ...result, offsets: [0] };
    const message = result.kind === 'refused' ? sentence(result.message) : '';
    if (this.files.length === 1) return { kind: 'failed', message };
    try {
      return await textFile(file);
    } catch {
      return { kind: 'failed', message: `${nameOf(file)}: ${message}` };
    }
  }

  private async join(traces: readonly Rendered[]): Promise<Rendered> {
    const [first, ...others] = traces;
    if (first !== undefined && others.length === 0) return first;
    const params: JoinTracesParams = { texts: traces.map(({ text }) => text), offsets: this.told };
    const { text, offsets } = await this.server.request<JoinTracesResult>(joinTracesRequest, params);
    return {
      kind: 'rendered',
      text,
      format: traces.map(({ format }) => format).join(' + '),
      problems: traces.flatMap(({ problems }) => problems),
      offsets,
    };
  }

  private enter(state: CaptureTextState): void {
    this.current = state;
    this.changed.fire();
  }
}

/** A text trace as it is open, or as VS Code would open it. */
async function textFile(file: Uri): Promise<Rendered> {
  const open = workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  // VS Code would make a new, empty text of this name.
  if (open === undefined && file.scheme === 'untitled') {
    throw new Error(l10n.t('This text was closed and not saved.'));
  }
  const document = open ?? (await workspace.openTextDocument(file));
  return { kind: 'rendered', text: document.getText(), format: l10n.t('text'), problems: [], offsets: [0] };
}

/** `it cannot be read (…)` → `It cannot be read (…).` */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** Octets at a time; three make four characters, so that pieces can be put together. */
const pieceLength = 3 * 8192;

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + pieceLength))));
  }
  return pieces.join('');
}
