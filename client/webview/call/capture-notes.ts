/** What the capture can and cannot show of the call: quiet lines, each with a link to its place in the trace. */
import type { CaptureNoteView, ReplayView } from '../../../shared/replay-view';
import { make } from '../dom';
import { placeLink } from './event-card';
import type { Range } from './protocol';
import { makeGlyph } from './svg';
import { t } from './texts';

export class CaptureNotes {
  readonly element = make('div', { class: 'capture', role: 'note' });

  constructor(private readonly reveal: (range: Range) => void) {}

  show({ capture }: ReplayView): void {
    this.element.hidden = capture.length === 0;
    this.element.setAttribute('aria-label', t('capture'));
    const name = make('span', { class: 'capture-name', text: t('capture') });
    const [only] = capture;
    const told =
      capture.length === 1 && only !== undefined
        ? make('p', {}, ...this.draw(only))
        : make('ul', {}, ...capture.map((note) => make('li', {}, ...this.draw(note))));
    this.element.replaceChildren(makeGlyph('capture'), make('div', {}, name, told));
  }

  private draw({ text, range, frame }: CaptureNoteView): readonly Node[] {
    const sentence = make('span', { text });
    return range === null ? [sentence] : [sentence, placeLink({ range, frame }, this.reveal)];
  }
}
