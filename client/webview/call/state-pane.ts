/** Beside the ladder: what happens now, and the state of a fork, or of all, at this moment. */
import type { ReplayView } from '../../../shared/replay-view';
import { make, makeButton } from '../dom';
import { ComparePane } from './compare-pane';
import { EventCard } from './event-card';
import { ForkPane, type PaneHost } from './fork-pane';
import { forkTone } from './fork-tones';
import type { Range } from './protocol';
import type { Moment } from './replay';
import { makeGlyph } from './svg';
import { t } from './texts';

/** A fork that was chosen, all of them, or null for the one that the current step speaks of. */
export type ForkTab = number | 'all' | null;

export interface StatePaneHost extends PaneHost {
  /** Another tab was chosen. */
  changed(): void;
  reveal(range: Range): void;
}

export class StatePane {
  readonly element = make('section', { class: 'state' });
  private readonly tabs = make('div', { class: 'tabs', role: 'tablist' });
  private readonly follow: HTMLButtonElement;
  private readonly bar: HTMLElement;
  private readonly card: EventCard;
  private readonly fork: ForkPane;
  private readonly all: ComparePane;
  private readonly panel = make('div', { class: 'panel', role: 'tabpanel' });
  private view: ReplayView | undefined;
  private moment: Moment | undefined;
  private chosen: ForkTab = null;
  private shown: number | 'all' = 0;

  constructor(private readonly host: StatePaneHost) {
    this.card = new EventCard((range) => host.reveal(range));
    this.fork = new ForkPane(host);
    this.all = new ComparePane((fork) => this.choose(fork));
    this.follow = makeButton(
      { class: 'icon' },
      () => this.choose(this.chosen === null ? this.shown : null),
      makeGlyph('follow'),
    );
    this.bar = make('div', { class: 'tab-bar' }, this.tabs, this.follow);
    this.panel.id = 'fork-panel';
    this.panel.append(this.fork.element, this.all.element);
    this.element.append(this.card.element, this.bar, this.panel);
    this.tabs.addEventListener('keydown', (event) => this.onTabKey(event));
  }

  get tab(): ForkTab {
    return this.chosen;
  }

  /** The fork that was chosen; null for several. */
  get only(): number | null {
    return typeof this.chosen === 'number' ? this.chosen : null;
  }

  show(view: ReplayView, tab: ForkTab): void {
    this.view = view;
    this.element.setAttribute('aria-label', t('state'));
    this.chosen = typeof tab === 'number' && view.forks[tab] === undefined ? null : tab;
    if (tab === 'all' && view.forks.length < 2) this.chosen = null;
    this.shown = this.chosen ?? activeFork(view);
    this.follow.title = t('follow');
    this.follow.setAttribute('aria-label', t('follow'));
    this.bar.hidden = view.forks.length < 2;
    this.card.show(view);
    this.all.show(view);
    this.moment = undefined;
    this.open(this.shown);
  }

  moveTo(moment: Moment): void {
    this.moment = moment;
    this.card.moveTo(moment.step);
    const fork = this.view?.steps[moment.step]?.fork ?? null;
    if (this.chosen === null && fork !== null && fork !== this.shown) this.open(fork);
    else this.draw();
  }

  choose(tab: ForkTab): void {
    if (this.view === undefined) return;
    if (typeof tab === 'number' && this.view.forks[tab] === undefined) return;
    if (tab === 'all' && this.view.forks.length < 2) return;
    this.chosen = tab;
    const fork = this.moment === undefined ? null : (this.view.steps[this.moment.step]?.fork ?? null);
    this.open(tab ?? fork ?? (this.shown === 'all' ? activeFork(this.view) : this.shown));
    this.host.changed();
  }

  private open(tab: number | 'all'): void {
    if (this.view === undefined) return;
    this.shown = tab;
    this.fork.element.hidden = tab === 'all';
    this.all.element.hidden = tab !== 'all';
    if (tab !== 'all') this.fork.show(this.view, tab);
    this.drawTabs(this.view);
    this.draw();
  }

  private draw(): void {
    if (this.moment === undefined) return;
    if (this.shown === 'all') this.all.moveTo(this.moment);
    else this.fork.moveTo(this.moment);
  }

  private drawTabs(view: ReplayView): void {
    const focused = this.tabs.contains(document.activeElement);
    const entries: readonly (number | 'all')[] = [...view.forks.keys(), 'all'];
    this.tabs.setAttribute('aria-label', t('forks'));
    this.tabs.replaceChildren(
      ...entries.map((tab) => {
        const fork = tab === 'all' ? undefined : view.forks[tab];
        const text = fork === undefined ? t('forks.all') : fork.active ? `${fork.name} ✓` : fork.name;
        const button = makeButton({ class: 'tab', role: 'tab', text }, () => this.choose(tab));
        if (fork?.active === true) button.setAttribute('aria-label', `${fork.name}, ${t('fork.active')}`);
        if (fork?.active === true) button.title = t('fork.active');
        if (tab !== 'all') button.style.setProperty('--tone', forkTone(tab).css);
        button.id = `tab-${tab}`;
        button.setAttribute('aria-selected', String(tab === this.shown));
        button.setAttribute('aria-controls', this.panel.id);
        button.tabIndex = tab === this.shown ? 0 : -1;
        return button;
      }),
    );
    if (view.forks.length < 2) this.panel.removeAttribute('aria-labelledby');
    else this.panel.setAttribute('aria-labelledby', `tab-${this.shown}`);
    this.follow.setAttribute('aria-pressed', String(this.chosen === null));
    if (focused) this.tabs.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  private onTabKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || this.view === undefined) return;
    const entries: readonly (number | 'all')[] = [...this.view.forks.keys(), 'all'];
    const next = entries[(entries.indexOf(this.shown) + step + entries.length) % entries.length];
    if (next !== undefined) this.choose(next);
    event.preventDefault();
    event.stopPropagation();
  }
}

/** The fork that answered, else the first. */
function activeFork({ forks }: ReplayView): number {
  return Math.max(
    0,
    forks.findIndex(({ active }) => active),
  );
}
