import type { Location, Position } from 'vscode-languageserver-types';
import { occurrencesAt } from './occurrences';
import { placeAt, rangeIn, type TraceView } from './view';

/** Where what stands at a position is introduced. */
export function provideDefinition(view: TraceView, position: Position): readonly Location[] {
  const place = placeAt(view, position);
  if (place === null) return [];
  return occurrencesAt(view, place)
    .filter(({ defines }) => defines)
    .map(({ message, span }) => ({ uri: view.uri, range: rangeIn(view, message, span) }));
}
