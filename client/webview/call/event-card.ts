/** What happens at the current step, and why. */
import type { ReplayView, StepView } from '../../../shared/replay-view';
import { make, makeButton } from '../dom';
import { forkTone } from './fork-tones';
import { evidenceMark, severityMark } from './marks';
import type { Range } from './protocol';
import { makeGlyph } from './svg';
import { t } from './texts';
import { seconds } from './time-scale';

/** How high it may get, in pixels; longer texts scroll. */
const highest = 204;

export class EventCard {
  readonly element = make('article', { class: 'event' });
  private readonly content = make('div', { class: 'event-content' });
  private view: ReplayView | undefined;
  private step = 0;
  private width = 0;

  constructor(
    private readonly reveal: (range: Range) => void,
    private readonly toggleText: () => void,
  ) {
    this.element.append(this.content);
    this.element.tabIndex = -1;
    new ResizeObserver(() => this.fit()).observe(this.element);
  }

  show(view: ReplayView): void {
    this.view = view;
    this.width = 0;
    this.fit();
  }

  moveTo(step: number): void {
    this.step = step;
    const shown = this.view?.steps[step];
    if (this.view === undefined || shown === undefined) {
      this.content.replaceChildren(make('p', { class: 'quiet', text: t('noSteps') }));
      return;
    }
    this.element.style.borderInlineStartColor = shown.fork === null ? '' : forkTone(shown.fork).css;
    this.element.scrollTop = 0;
    this.content.replaceChildren(...this.draw(this.view, shown));
  }

  /** As high as its longest texts need: the rest stays where it is while steps pass. */
  private fit(): void {
    const { view } = this;
    const width = this.element.clientWidth;
    if (view === undefined || width === 0 || width === this.width) return;
    this.width = width;
    const longest = view.steps
      .map((step) => ({ step, length: lengthOf(step) }))
      .sort((a, b) => b.length - a.length)
      .slice(0, 3);
    this.element.style.height = '';
    let height = 0;
    for (const { step } of longest) {
      this.content.replaceChildren(...this.draw(view, step));
      height = Math.max(height, this.element.offsetHeight);
    }
    this.element.style.height = `${Math.min(highest, height)}px`;
    this.moveTo(this.step);
  }

  private draw({ verdicts }: ReplayView, step: StepView): readonly Node[] {
    const title = make('h2');
    if (step.at !== null) title.append(make('span', { class: 'number', text: `+${seconds(step.at)} s` }));
    title.append(make('span', { class: 'event-title', text: step.title }));
    const basis = make(
      'div',
      { class: 'event-basis' },
      evidenceMark(step.evidence),
      placeLink(step, (range) => this.reveal(range)),
      makeButton({ class: 'link', text: t('message.show'), title: t('message.key') }, () =>
        this.toggleText(),
      ),
    );
    return [
      make('div', { class: 'event-head' }, title, basis),
      // The title is a sentence of its own where there is no more to say.
      ...(step.text === `${step.title}.` ? [] : [make('p', { text: step.text })]),
      ...(step.automaton === '' ? [] : [make('p', { class: 'automaton-text', text: step.automaton })]),
      ...step.verdicts.flatMap((place) => {
        const verdict = verdicts[place];
        if (verdict === undefined || step.text.includes(verdict.text)) return [];
        const mark = severityMark(verdict.severity, verdict.text);
        mark.title = verdict.text; // it may be cut; the list of verdicts has all of it
        return [mark];
      }),
      make('p', { class: 'source', text: step.source }),
    ];
  }
}

/** Characters of a line of the card, about: each verdict takes one. */
const lineLength = 80;

function lengthOf({ text, automaton, source, verdicts }: StepView): number {
  return text.length + automaton.length + source.length + verdicts.length * lineLength;
}

/** A link to where something stands in the trace, by its frame in a capture, else by its line. */
export function placeLink(
  { range, frame }: { readonly range: Range; readonly frame: number | null },
  reveal: (range: Range) => void,
): HTMLElement {
  const text = frame === null ? t('line', String(range.start.line + 1)) : t('frame', String(frame));
  return makeButton(
    { class: 'link', title: t('reveal') },
    () => reveal(range),
    makeGlyph('link'),
    make('span', { text }),
  );
}
