import { DocumentHighlightKind, type DocumentHighlight, type Position } from 'vscode-languageserver-types';
import { occurrencesAt } from './occurrences';
import { placeAt, rangeIn, type TraceView } from './view';

/** The places that name what stands at a position; where it is introduced counts as written. */
export function provideDocumentHighlights(view: TraceView, position: Position): readonly DocumentHighlight[] {
  const place = placeAt(view, position);
  if (place === null) return [];
  return occurrencesAt(view, place).map(({ message, span, defines }) => ({
    range: rangeIn(view, message, span),
    kind: defines ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
