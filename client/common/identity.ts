import { TabInputCustom, TabInputText, TabInputTextDiff, Uri, window, type TextDocument } from 'vscode';

/** The section of our settings, and the id under which the language client finds `sipTrace.trace.server`. */
export const clientId = 'sipTrace';

/** The name in the output channel's list and in messages. */
export const clientName = 'SIP Trace';

/** The languages that the language server understands. */
export const traceLanguages: readonly string[] = ['sip-trace', 'sdp'];

/** The scheme of both sides of a comparison of a body with its corrected one. */
export const bodyScheme = 'sip-trace-body';

/** The scheme of the rules' pages: `sip-trace-rule:/rules/ice-lite-missing.md`. */
export const ruleScheme = 'sip-trace-rule';

/** The scheme of the samples: `sip-trace-sample:/inbound-ok.siptrace`. */
export const sampleScheme = 'sip-trace-sample';

/** The custom editor of captures, by its id in the manifest. */
export const captureType = 'sipTrace.capture';

/** What the names of captures end with; the same as in the manifest, where compressed ones come in addition. */
export const captureExtensions: readonly string[] = ['pcap', 'pcapng', 'cap', 'snoop', 'gz', 'zst'];

/** Whether a file is a capture by its name. */
export function isCaptureName({ path }: Uri): boolean {
  return /\.(?:(?:pcap|pcapng|cap)(?:\.gz|\.zst)?|snoop)$/i.test(path);
}

/**
 * The scheme of the text of a capture, or of several traces joined:
 * `sip-trace-capture:/folder/call.pcap.siptrace?file:///folder/call.pcap`.
 */
export const captureScheme = 'sip-trace-capture';

/**
 * The document that holds a capture's text, or several traces joined. Its name ends as traces do, so that VS Code
 * knows its language.
 */
export function textOf(...files: readonly [Uri, ...Uri[]]): Uri {
  const [first, ...others] = files;
  const path = [first.path, ...others.map(nameOf)].join(' + ');
  return Uri.from({
    scheme: captureScheme,
    path: `${path.startsWith('/') ? '' : '/'}${path}.siptrace`,
    query: files.map((file) => file.toString()).join(' '),
  });
}

/** The document that holds one call of a trace that is too large to be a document. */
export function callTextOf(file: Uri, callId: string): Uri {
  const name = callId.replace(/[^\w.@-]/g, '_').slice(0, 80);
  return Uri.from({
    scheme: captureScheme,
    path: `${file.path.startsWith('/') ? '' : '/'}${file.path} - ${name}.siptrace`,
    query: file.toString(),
    fragment: callId,
  });
}

/** The Call-ID of the call that a document holds alone; `undefined` for other documents. */
export function callOf(document: Uri): string | undefined {
  return document.scheme === captureScheme && document.fragment !== '' ? document.fragment : undefined;
}

/** The files whose text a document holds; none for other documents. */
export function filesOf(document: Uri): readonly Uri[] {
  return document.scheme === captureScheme ? document.query.split(' ').map((file) => Uri.parse(file)) : [];
}

/** The folder in which a document's first file lies; `undefined` for what lies in none that one could save to. */
export function folderOf(document: Uri): Uri | undefined {
  const file = filesOf(document)[0] ?? document;
  return file.scheme === 'untitled' || file.scheme === sampleScheme
    ? undefined
    : Uri.joinPath(file.with({ query: '', fragment: '' }), '..');
}

/** The document that a tab is about; of a capture its text. */
export function documentOfTab(input: unknown): Uri | undefined {
  if (input instanceof TabInputCustom) return input.viewType === captureType ? textOf(input.uri) : input.uri;
  if (input instanceof TabInputText) return input.uri;
  return input instanceof TabInputTextDiff ? input.modified : undefined;
}

/** Whether a tab shows a document as text. */
export function isInTab(uri: Uri): boolean {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
}

/** The name by which people know a trace. */
export function nameOf(uri: Uri): string {
  const files = filesOf(uri);
  const call = callOf(uri);
  if (files.length > 0) return files.map(nameOf).join(' + ') + (call === undefined ? '' : ` · ${call}`);
  return uri.path.split('/').at(-1) ?? uri.path;
}

/** Whether a document is a trace or a session description. */
export function isTrace(document: TextDocument): boolean {
  return traceLanguages.includes(document.languageId);
}

/** The old side of a comparison with version control is another state of the same file: its findings would come twice. */
export function hasFindings(uri: Uri): boolean {
  return uri.scheme !== 'git' && uri.scheme !== bodyScheme;
}
