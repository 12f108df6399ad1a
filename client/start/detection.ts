import {
  l10n,
  languages,
  StatusBarAlignment,
  window,
  workspace,
  type Disposable,
  type LogOutputChannel,
  type TextDocument,
} from 'vscode';
import { clientId } from '../common/identity';
import { reasonOf } from '../common/log';
import { sniff, type TraceLanguage } from '../common/sniff';

/** The languages of a file whose name says nothing about what it holds. */
const plainLanguages: readonly string[] = ['plaintext', 'log'];

/** Text that nobody opened as a document: output and debug panels, comments. */
const otherSchemes: readonly string[] = ['output', 'debug', 'comment', 'vscode'];

/** Recognises SIP or SDP in plain text and, as the setting `sipTrace.detection` says, switches the language or offers to. */
export class Detection implements Disposable {
  private readonly offer = window.createStatusBarItem('sipTrace.offer', StatusBarAlignment.Right, 101);
  private readonly subscriptions: readonly Disposable[];
  private readonly found = new Map<string, TraceLanguage>();
  /** Who sets a document back to plain text means it: each one is switched once while it is open. */
  private readonly switched = new Set<string>();

  constructor(private readonly log: LogOutputChannel) {
    this.offer.name = l10n.t('SIP Trace: detection');
    this.offer.command = 'sipTrace.readAsTrace';
    this.lookAtAll();
    this.subscriptions = [
      this.offer,
      workspace.onDidOpenTextDocument((document) => this.look(document)),
      workspace.onDidCloseTextDocument((document) => this.forget(document)),
      // A trace that is pasted into an empty editor, or a log that is being written.
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (isPlain(document) && contentChanges.some(({ text }) => /SIP\/2\.0|^v=0/.test(text)))
          this.look(document);
      }),
      workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration('sipTrace.detection')) return;
        this.found.clear();
        this.lookAtAll();
        this.showOffer();
      }),
      window.onDidChangeActiveTextEditor(() => this.showOffer()),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private lookAtAll(): void {
    for (const document of workspace.textDocuments) this.look(document);
  }

  private look(document: TextDocument): void {
    const key = document.uri.toString();
    const mode = workspace
      .getConfiguration(clientId, document)
      .get<'switch' | 'offer' | 'off'>('detection', 'switch');
    if (mode === 'off' || !isPlain(document) || this.switched.has(key)) return;
    const language = sniff(linesOf(document));
    if (language === undefined) return;
    if (mode === 'offer') {
      this.found.set(key, language);
      this.showOffer();
      return;
    }
    this.switched.add(key);
    this.log.info(`${key} holds ${language === 'sdp' ? 'SDP' : 'SIP'}: its language becomes ${language}.`);
    languages.setTextDocumentLanguage(document, language).then(undefined, (error: unknown) => {
      this.log.warn(`The language of ${key} could not be set: ${reasonOf(error)}`);
    });
  }

  private showOffer(): void {
    const document = window.activeTextEditor?.document;
    const language = document && isPlain(document) ? this.found.get(document.uri.toString()) : undefined;
    if (language === undefined) {
      this.offer.hide();
      return;
    }
    this.offer.text =
      language === 'sdp' ? l10n.t('$(search) Read as SDP') : l10n.t('$(search) Read as SIP trace');
    this.offer.tooltip =
      language === 'sdp'
        ? l10n.t('This text holds an SDP. Select to check it and to see it explained.')
        : l10n.t('This text holds SIP messages. Select to check them and to see them explained.');
    this.offer.show();
  }

  private forget(document: TextDocument): void {
    const key = document.uri.toString();
    this.found.delete(key);
    this.showOffer();
    // A change of language is a close followed by an open at once: only a document that stays closed is forgotten.
    setTimeout(() => {
      if (!workspace.textDocuments.some((open) => open.uri.toString() === key)) this.switched.delete(key);
    }, 0);
  }
}

/** Switches a document to the language that its text has, `sip-trace` when in doubt. */
export async function readAsTrace(document: TextDocument): Promise<void> {
  await languages.setTextDocumentLanguage(document, sniff(linesOf(document)) ?? 'sip-trace');
}

/** Whether a document's language says nothing about what it holds. */
export function isPlain(document: TextDocument): boolean {
  return plainLanguages.includes(document.languageId) && !otherSchemes.includes(document.uri.scheme);
}

function* linesOf(document: TextDocument): Iterable<string> {
  for (let line = 0; line < document.lineCount; line += 1) yield document.lineAt(line).text;
}
