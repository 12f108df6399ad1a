/** What offer and answer agreed on at a moment: codec, direction, addresses, keys, with what just changed. */
import type { NegotiatedStream, NegotiatedView } from '../../../shared/replay-view';
import { make } from '../dom';
import { t } from './texts';

export class NegotiatedPane {
  readonly element = make('section', { class: 'negotiated' });
  private all: readonly NegotiatedView[] = [];
  private shown: NegotiatedView | undefined;

  /** @param all in the order of their steps */
  show(all: readonly NegotiatedView[]): void {
    this.all = all;
    this.shown = undefined;
    this.element.hidden = all.length === 0;
  }

  /** @param fork the one that is looked at; what belongs to no fork holds for all */
  moveTo(step: number, fork: number): void {
    const now = negotiatedAt(this.all, step, fork);
    if (now === this.shown && this.element.childElementCount > 0) return;
    this.shown = now;
    const heading = make('h3', { class: 'section', text: t('negotiated') });
    if (now === undefined) {
      this.element.replaceChildren(heading, make('p', { class: 'quiet', text: t('negotiated.none') }));
      return;
    }
    this.element.replaceChildren(
      heading,
      make('p', { class: 'quiet', text: now.title }),
      ...now.streams.map(streamCard),
    );
  }
}

/** What holds at a step: of what a fork has the last up to then. */
export function negotiatedAt(
  all: readonly NegotiatedView[],
  step: number,
  fork: number,
): NegotiatedView | undefined {
  return all.findLast((each) => each.step <= step && (each.fork === null || each.fork === fork));
}

const names = {
  codec: 'negotiated.codec',
  dtmf: 'negotiated.dtmf',
  direction: 'negotiated.direction',
  addresses: 'negotiated.addresses',
  security: 'negotiated.security',
} as const;

function streamCard({ media, facts }: NegotiatedStream): HTMLElement {
  const list = make('dl', { class: 'card' });
  for (const { what, text, was } of facts) {
    const value = make('dd', {}, make('span', { text }));
    if (was !== null) {
      value.className = 'changed';
      value.append(
        make('span', { class: 'was', text: was === '' ? t('negotiated.new') : t('negotiated.was', was) }),
      );
    }
    list.append(make('dt', { text: t(names[what]) }), value);
  }
  return make('div', { class: 'negotiated-stream' }, make('h4', { text: media }), list);
}
