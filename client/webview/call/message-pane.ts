/** The text of the present message, keys masked, beside the replay: shown and put away by one key. */
import { make, makeButton } from '../dom';
import type { MessageTextMessage, Range } from './protocol';
import { t } from './texts';

/** How long a step must rest before its text is asked for, in milliseconds. */
const restingTime = 80;

export class MessagePane {
  readonly element = make('section', { class: 'message-text' });
  private readonly title = make('h3');
  private readonly text = make('pre');
  private readonly close: HTMLButtonElement;
  private range: Range | undefined;
  /** Each view has ranges of its own: another one may have another text at the same line. */
  private asked: Range | undefined;
  private resting = 0;

  constructor(
    private readonly ask: (range: Range) => void,
    toggle: () => void,
  ) {
    this.close = makeButton({ class: 'action' }, toggle);
    this.text.tabIndex = 0; // it scrolls
    this.element.append(make('div', { class: 'message-head' }, this.title, this.close), this.text);
    this.element.hidden = true;
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  toggle(): void {
    this.element.hidden = this.isOpen;
    this.close.textContent = t('message.close');
    this.element.setAttribute('aria-label', t('message.title'));
    this.text.setAttribute('aria-label', t('message.title'));
    this.asked = undefined;
    this.askSoon();
  }

  moveTo(range: Range | undefined): void {
    this.range = range;
    this.askSoon();
  }

  /** What was asked for; another text may be wanted by now. */
  show({ line, title, text }: MessageTextMessage): void {
    if (line !== this.range?.start.line) return;
    this.title.textContent = title;
    if (text === this.text.textContent) return;
    this.text.textContent = text;
    this.text.scrollTop = 0;
  }

  private askSoon(): void {
    window.clearTimeout(this.resting);
    const { range } = this;
    if (!this.isOpen || range === undefined || range === this.asked) return;
    this.resting = window.setTimeout(() => {
      this.asked = range;
      this.ask(range);
    }, restingTime);
  }
}
