import {
  Disposable,
  l10n,
  languages,
  StatusBarAlignment,
  window,
  workspace,
  type LogOutputChannel,
  type TextDocument,
} from 'vscode';
import { clientId } from '../identity';
import { reasonOf } from '../log';
import { sniff } from './sniff';

/** The languages of a file whose name says nothing about what it holds. */
const plainLanguages: readonly string[] = ['plaintext', 'log'];

/** Text that nobody opened as a document: output and debug panels, comments. */
const otherSchemes: readonly string[] = ['output', 'debug', 'comment', 'vscode'];

/** Recognises SIP or SDP in plain text and, as the setting `sipTrace.detection` says, switches the language or offers to. */
export function detectTraces(log: LogOutputChannel): Disposable {
  const offer = window.createStatusBarItem('sipTrace.offer', StatusBarAlignment.Right, 101);
  offer.name = l10n.t('SIP Trace: detection');
  offer.command = 'sipTrace.readAsTrace';

  const found = new Map<string, 'sip-trace' | 'sdp'>();
  // Who sets a document back to plain text means it: each one is switched once while it is open.
  const switched = new Set<string>();

  function look(document: TextDocument): void {
    const key = document.uri.toString();
    const mode = workspace
      .getConfiguration(clientId, document)
      .get<'switch' | 'offer' | 'off'>('detection', 'switch');
    if (mode === 'off' || !isPlain(document) || switched.has(key)) return;
    const language = sniff(linesOf(document));
    if (language === undefined) return;
    if (mode === 'switch') {
      switched.add(key);
      log.info(`${key} holds ${language === 'sdp' ? 'SDP' : 'SIP'}: its language becomes ${language}.`);
      languages.setTextDocumentLanguage(document, language).then(undefined, (error: unknown) => {
        log.warn(`The language of ${key} could not be set: ${reasonOf(error)}`);
      });
    } else {
      found.set(key, language);
      showOffer();
    }
  }

  function showOffer(): void {
    const document = window.activeTextEditor?.document;
    const language = document && isPlain(document) ? found.get(document.uri.toString()) : undefined;
    if (language === undefined) {
      offer.hide();
      return;
    }
    offer.text = language === 'sdp' ? l10n.t('$(search) Read as SDP') : l10n.t('$(search) Read as SIP trace');
    offer.tooltip =
      language === 'sdp'
        ? l10n.t('This text holds an SDP. Select to check it and to see it explained.')
        : l10n.t('This text holds SIP messages. Select to check them and to see them explained.');
    offer.show();
  }

  function forget(document: TextDocument): void {
    const key = document.uri.toString();
    found.delete(key);
    showOffer();
    // A change of language is a close followed by an open at once: only a document that stays closed is forgotten.
    setTimeout(() => {
      if (!workspace.textDocuments.some((open) => open.uri.toString() === key)) switched.delete(key);
    }, 0);
  }

  workspace.textDocuments.forEach(look);
  return Disposable.from(
    offer,
    workspace.onDidOpenTextDocument(look),
    workspace.onDidCloseTextDocument(forget),
    // A trace that is pasted into an empty editor, or a log that is being written.
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (isPlain(document) && contentChanges.some(({ text }) => /SIP\/2\.0|^v=0/.test(text))) look(document);
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration('sipTrace.detection')) return;
      found.clear();
      workspace.textDocuments.forEach(look);
      showOffer();
    }),
    window.onDidChangeActiveTextEditor(showOffer),
  );
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
