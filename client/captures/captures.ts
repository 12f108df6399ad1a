import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type Disposable,
  type Event,
  type TextDocumentContentProvider,
} from 'vscode';
import { CaptureText } from './capture-text';
import { callOf, captureScheme, filesOf, folderOf, nameOf } from '../common/identity';
import { KeyLogFile } from './key-log';
import { LargeTrace, type CallReading } from './large-trace';
import type { LanguageServer } from '../common/language-server';
import { label, visible } from '../common/text';

/** The captures that are looked at, as an overview, as text or both, and their text as documents of VS Code. */
export class Captures implements TextDocumentContentProvider, Disposable {
  private readonly texts = new Map<string, { readonly text: CaptureText; users: number }>();
  private readonly large = new Map<string, { readonly trace: LargeTrace; users: number }>();
  private readonly keyLog = new KeyLogFile();
  private readonly documentChanged = new EventEmitter<Uri>();
  private readonly subscriptions: Disposable[];

  readonly onDidChange: Event<Uri> = this.documentChanged.event;

  constructor(private readonly server: LanguageServer) {
    this.subscriptions = [
      this.keyLog,
      this.documentChanged,
      workspace.registerTextDocumentContentProvider(captureScheme, this),
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (filesOf(uri).length > 0) this.forget(uri);
      }),
    ];
  }

  /** The text of a document of captures, kept until it is let go of by `release`. */
  use(document: Uri): CaptureText {
    const entry = this.entry(document);
    entry.users += 1;
    return entry.text;
  }

  release(document: Uri): void {
    this.entry(document).users -= 1;
    this.forget(document);
  }

  /** A trace that is too large to be a document, kept until it is let go of by `releaseLarge`. */
  useLarge(file: Uri): LargeTrace {
    const key = file.toString();
    let entry = this.large.get(key);
    if (entry === undefined) {
      entry = { trace: new LargeTrace(file, this.server, this.keyLog), users: 0 };
      this.large.set(key, entry);
    }
    entry.users += 1;
    return entry.trace;
  }

  releaseLarge(file: Uri): void {
    const key = file.toString();
    const entry = this.large.get(key);
    if (entry === undefined) return;
    entry.users -= 1;
    if (entry.users > 0) return;
    entry.trace.dispose();
    this.large.delete(key);
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const { text } = this.entry(uri);
    await text.ready();
    const { state } = text;
    if (state.kind === 'rendered') return state.text;
    this.forget(uri);
    if (state.kind === 'too-long') {
      throw new Error(
        l10n.t('This text is larger than VS Code hands to extensions. Open the overview instead.'),
      );
    }
    throw new Error(state.kind === 'failed' ? state.message : '');
  }

  /** Writes the text of a capture to a file, if need be one that the user chooses, and opens it. */
  async save(document: Uri, chosen?: Uri): Promise<void> {
    const text = this.use(document);
    try {
      const whole = await text.whole();
      const target = chosen ?? (await chooseFile(document));
      if (target === undefined) return;
      await workspace.fs.writeFile(target, new TextEncoder().encode(whole));
      await commands.executeCommand('vscode.open', target);
    } finally {
      this.release(document);
    }
  }

  /** Sets how many seconds the clock of an added trace is behind the first one's; asks where that is not given. */
  async adjustClock(document: Uri, seconds?: number): Promise<void> {
    const text = this.use(document);
    try {
      await text.ready();
      const { state, files } = text;
      if (state.kind !== 'rendered') return;
      const file = files.length === 2 ? 1 : await chooseAdded(files);
      if (file === undefined) return;
      const now = (state.offsets[file] ?? 0) / 1e6;
      const name = nameOf(files[file] ?? document);
      const wanted = seconds ?? (await askForSeconds(name, now));
      if (wanted !== undefined) await text.setOffset(file, wanted === null ? null : Math.round(wanted * 1e6));
    } finally {
      this.release(document);
    }
  }

  dispose(): void {
    for (const { text } of this.texts.values()) text.dispose();
    for (const { trace } of this.large.values()) trace.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private entry(document: Uri): { readonly text: CaptureText; users: number } {
    const key = document.toString();
    let entry = this.texts.get(key);
    if (entry === undefined) {
      const text = new CaptureText(filesOf(document), this.server, this.keyLog, this.callReader(document));
      let last: string | undefined;
      text.onDidChange(() => {
        if (text.state.kind !== 'rendered' || text.state.text === last) return;
        const again = last !== undefined;
        last = text.state.text;
        if (again) this.documentChanged.fire(document);
      });
      entry = { text, users: 0 };
      this.texts.set(key, entry);
    }
    return entry;
  }

  /** How the call is read that a document holds alone; `undefined` for other documents. */
  private callReader(
    document: Uri,
  ): ((token: CancellationToken) => Promise<CallReading | undefined>) | undefined {
    const call = callOf(document);
    const [file] = filesOf(document);
    if (call === undefined || file === undefined) return undefined;
    return async (token) => {
      const trace = this.useLarge(file);
      try {
        return await trace.readCall(call, token);
      } finally {
        this.releaseLarge(file);
      }
    };
  }

  /** Frees what neither an overview nor an editor needs. */
  private forget(document: Uri): void {
    const key = document.toString();
    const entry = this.texts.get(key);
    const open = workspace.textDocuments.some(({ uri }) => uri.toString() === key);
    if (entry === undefined || entry.users > 0 || open) return;
    entry.text.dispose();
    this.texts.delete(key);
  }
}

async function chooseFile(document: Uri): Promise<Uri | undefined> {
  const folder = folderOf(document);
  return window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, `${nameOf(document)}.siptrace`) }),
    filters: { [l10n.t('SIP Trace')]: ['siptrace'] },
    title: l10n.t('Save as Text Trace'),
  });
}

/** Which of the added traces, by its place among the files. */
async function chooseAdded(files: readonly Uri[]): Promise<number | undefined> {
  const items = files.slice(1).map((file, index) => ({ label: label(nameOf(file)), place: index + 1 }));
  return (await window.showQuickPick(items, { title: l10n.t('Adjust the Clock of an Added Trace') }))?.place;
}

/** Null: as the messages tell. `undefined`: leave it. */
async function askForSeconds(name: string, now: number): Promise<number | null | undefined> {
  const text = await window.showInputBox({
    title: l10n.t('Clock of {0}', visible(name)),
    prompt: l10n.t(
      'How many seconds it is behind the first trace’s; less than 0 where it is ahead. Empty: found by what is in both.',
    ),
    value: String(now),
    validateInput: (value) =>
      isSeconds(value) ? undefined : l10n.t('Write a number of seconds, such as 1.25 or -3600.'),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? null : Number(text);
}

function isSeconds(text: string): boolean {
  return text.trim() === '' || Number.isFinite(Number(text));
}
