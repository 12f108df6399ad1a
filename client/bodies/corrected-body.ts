import { commands, env, l10n, Range, ViewColumn, window, type LogOutputChannel } from 'vscode';
import {
  correctedBodyRequest,
  type ComparedBody,
  type CorrectedBodyParams,
  type CorrectedBodyResult,
} from '../../shared/protocol';
import type { BodyDocuments } from './body-documents';
import type { LanguageServer } from '../common/language-server';
import { openNewDocument } from '../common/new-document';
import { placeOf, type Place } from '../common/place';

/** What one does with an SDP body whose findings have a fix: copy it corrected, open it, compare. */
export class CorrectedBodies {
  constructor(
    private readonly server: LanguageServer,
    private readonly log: LogOutputChannel,
    private readonly documents: BodyDocuments,
  ) {}

  /** Copies the corrected body to the clipboard. */
  async copy(uri?: unknown, position?: unknown): Promise<void> {
    const corrected = await this.correct(uri, position);
    if (corrected === undefined) return;
    await env.clipboard.writeText(corrected.result.body);
    this.report(l10n.t('Corrected body copied'), corrected.result);
  }

  /** Opens the corrected body as a new SDP document beside the trace. */
  async open(uri?: unknown, position?: unknown): Promise<void> {
    const corrected = await this.correct(uri, position);
    if (corrected === undefined) return;
    await openNewDocument('sdp', corrected.result.body, ViewColumn.Beside);
    this.report(l10n.t('Corrected body opened'), corrected.result);
  }

  /** Shows the body and the corrected one side by side. */
  async compare(uri?: unknown, position?: unknown): Promise<void> {
    const corrected = await this.correct(uri, position);
    if (corrected === undefined) return;
    const { place, result } = corrected;
    const original = this.documents.add('original', withoutReturns(place.document.getText(rangeOf(result))));
    const improved = this.documents.add('corrected', result.body);
    const name = place.document.uri.path.split('/').at(-1) ?? '';
    await commands.executeCommand('vscode.diff', original, improved, l10n.t('{0}: corrected body', name));
    this.report(l10n.t('Body compared'), result);
  }

  /** Shows two descriptions of a trace side by side. */
  async compareTwo(uri?: unknown, one?: unknown, other?: unknown): Promise<void> {
    const place = await placeOf(uri, { line: 0, character: 0 });
    if (place === undefined || !isCompared(one) || !isCompared(other)) return;
    const [left, right] = [one, other].map((body) =>
      this.documents.add(body.name, withoutReturns(place.document.getText(rangeOf(body)))),
    );
    const name = place.document.uri.path.split('/').at(-1) ?? '';
    await commands.executeCommand(
      'vscode.diff',
      left,
      right,
      l10n.t('{0}: {1} and {2}', name, one.name, other.name),
    );
  }

  private async correct(
    uri: unknown,
    position: unknown,
  ): Promise<{ readonly place: Place; readonly result: CorrectedBodyResult } | undefined> {
    const place = await placeOf(uri, position);
    if (place === undefined) {
      void window.showInformationMessage(l10n.t('Open a SIP trace or an SDP first.'));
      return undefined;
    }
    const params: CorrectedBodyParams = {
      uri: await this.server.uriOf(place.document.uri),
      position: { line: place.position.line, character: place.position.character },
    };
    const result = await this.server.request<CorrectedBodyResult | null>(correctedBodyRequest, params);
    if (result === null) {
      void window.showInformationMessage(
        l10n.t('There is no SDP body here. Put the cursor into a message that carries one.'),
      );
      return undefined;
    }
    return { place, result };
  }

  private report(done: string, { applied, remaining }: CorrectedBodyResult): void {
    for (const sentence of applied) this.log.info(sentence);
    for (const sentence of remaining) this.log.warn(sentence);
    const fixes = applied.length === 1 ? l10n.t('1 fix') : l10n.t('{0} fixes', applied.length);
    if (remaining.length === 0) {
      const said =
        applied.length === 0 ? l10n.t('{0}: there was nothing to correct', done) : `${done}: ${fixes}`;
      window.setStatusBarMessage(`$(check) ${said}`, 5000);
      return;
    }
    // What no fix can do must not be overlooked: the body is not right yet.
    const rest =
      remaining.length === 1
        ? l10n.t('{0}: {1}. 1 finding is left that only you can correct.', done, fixes)
        : l10n.t('{0}: {1}. {2} findings are left that only you can correct.', done, fixes, remaining.length);
    const show = l10n.t('Show Them');
    void window.showWarningMessage(rest, show).then((choice) => {
      if (choice === show) this.log.show(true);
    });
  }
}

function isCompared(value: unknown): value is ComparedBody {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'range' in value &&
    typeof value.name === 'string'
  );
}

function rangeOf({ range: { start, end } }: Pick<ComparedBody, 'range'>): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** The corrected body has bare line feeds: a difference in line ends alone would mark every line. */
function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
