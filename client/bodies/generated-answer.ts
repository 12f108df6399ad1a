import { l10n, SnippetString, ViewColumn, window } from 'vscode';
import {
  generateAnswerRequest,
  type GenerateAnswerParams,
  type GenerateAnswerResult,
} from '../../shared/protocol';
import type { LanguageServer } from '../common/language-server';
import { openNewDocument } from '../common/new-document';
import { placeOf } from '../common/place';

/** Writes a compliant answer to the offer at a place into a new SDP document beside it. */
export async function generateAnswer(
  server: LanguageServer,
  uri?: unknown,
  position?: unknown,
): Promise<void> {
  const place = await placeOf(uri, position);
  if (place === undefined) {
    void window.showInformationMessage(l10n.t('Open a SIP trace or an SDP first.'));
    return;
  }
  const params: GenerateAnswerParams = {
    uri: await server.uriOf(place.document.uri),
    position: { line: place.position.line, character: place.position.character },
  };
  const answer = await server.request<GenerateAnswerResult | null>(generateAnswerRequest, params);
  if (answer === null) {
    void window.showInformationMessage(
      l10n.t('There is no offer here. Put the cursor into a message whose SDP is an offer.'),
    );
    return;
  }
  const notes = answer.notes.join(' ');
  if (answer.snippet === null) {
    void window.showWarningMessage(notes);
    return;
  }
  const editor = await openNewDocument('sdp', '', ViewColumn.Beside);
  await editor.insertSnippet(new SnippetString(answer.snippet));
  if (notes !== '') void window.showInformationMessage(notes);
}
