/** What may be typed at a place in a trace: lines, attributes, headers and their values, with documentation. */
import type { CompletionItem, Position } from 'vscode-languageserver-types';
import { directiveProposals } from './completion/directives';
import { headerProposals } from './completion/headers';
import {
  completionPlaceAt,
  isDirective,
  type CompletionPlace,
  type OpenCompletionPlace,
} from './completion/place';
import { noProposals, toItems, type Proposals } from './completion/proposal';
import { sdpProposals } from './completion/sdp';
import { startLineProposals } from './completion/start-line';
import { offsetAt, type TraceView } from './view';

/** Characters after which an editor asks by itself. */
export const completionTriggers: readonly string[] = ['=', ':', ' ', ';', '!', '|'];

/** More of a line is not looked at to find the end of a word. */
const longestWord = 200;

/** The proposals at a position; empty where nothing fits. */
export function provideCompletion(view: TraceView, position: Position): readonly CompletionItem[] {
  const place = completionPlaceAt(view, position);
  if (place === null) return [];
  const { text } = view.analysis.trace;
  const at = offsetAt(view, position);
  const end = /[\r\n]/.exec(text.slice(at, at + longestWord))?.index ?? longestWord;
  return toItems(position, proposalsAt(place), text.slice(at, at + end));
}

function proposalsAt(place: CompletionPlace): Proposals {
  switch (place.kind) {
    case 'sdp':
      return sdpProposals(place);
    case 'header':
      return headerProposals(place);
    case 'start-line':
      return startLineProposals(place.before);
    case 'open':
      return openProposals(place);
  }
}

/** Where no message is, one may begin: a description, a request or a response. */
function openProposals(place: OpenCompletionPlace): Proposals {
  const { view, before, atTop } = place;
  if (isDirective(before)) return atTop ? directiveProposals(before) : noProposals;
  const sdp = sdpProposals({
    kind: 'sdp',
    view,
    before,
    sdp: null,
    message: null,
    media: null,
    lineStart: 0,
  });
  const startLine = isSdpFile(view) ? noProposals : startLineProposals(before);
  const directives = atTop && before === '' ? directiveProposals(before) : noProposals;
  const [first] = [sdp, startLine, directives].filter(({ proposals }) => proposals.length > 0);
  if (first === undefined) return noProposals;
  return {
    typed: first.typed,
    proposals: [sdp, startLine, directives].flatMap(({ typed, proposals }) =>
      typed === first.typed ? proposals : [],
    ),
  };
}

function isSdpFile({ uri }: TraceView): boolean {
  return uri.toLowerCase().endsWith('.sdp');
}
