import type { Location, Position } from 'vscode-languageserver-types';
import { occurrencesAt } from './occurrences';
import { placeAt, rangeIn, type TraceView } from './view';

/** All places that name what stands at a position. */
export function provideReferences(
  view: TraceView,
  position: Position,
  includeDeclaration: boolean,
): readonly Location[] {
  const place = placeAt(view, position);
  if (place === null) return [];
  return occurrencesAt(view, place)
    .filter(({ defines }) => includeDeclaration || !defines)
    .map(({ message, span }) => ({ uri: view.uri, range: rangeIn(view, message, span) }));
}
