/** Beside the ladder: what happens now, and the state of a fork, or of all, at this moment. */
import type { ForkView, ReplayView } from '../../../shared/replay-view';
import { make, makeButton } from '../dom';
import { ComparePane } from './compare-pane';
import { EventCard } from './event-card';
import { ForkPane, type PaneHost } from './fork-pane';
import { forkTone } from './fork-tones';
import { lightPaint } from './ladder/paint';
import { PathPane } from './path/pane';
import { pathSvg } from './path/picture';
import type { MessageTextMessage, Range } from './protocol';
import type { Moment } from './replay';
import { MessagePane } from './message-pane';
import { makeGlyph } from './svg';
import { t } from './texts';

/** A tab: a fork, all of them, or the way that media went. */
type Tab = number | 'all' | 'path';

/** The tab that was chosen; null for the fork that the current step speaks of. */
export type ForkTab = Tab | null;

export interface StatePaneHost extends PaneHost {
  /** Asks for the text of a message; {@link StatePane.showText} gets it. */
  askText(range: Range): void;
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
  private readonly message: MessagePane;
  private readonly fork: ForkPane;
  private readonly all: ComparePane;
  private readonly path: PathPane;
  private readonly panel = make('div', { class: 'panel', role: 'tabpanel' });
  private view: ReplayView | undefined;
  private moment: Moment | undefined;
  private chosen: ForkTab = null;
  private shown: Tab = 0;

  constructor(private readonly host: StatePaneHost) {
    this.card = new EventCard(
      (range) => host.reveal(range),
      () => this.toggleText(),
    );
    this.message = new MessagePane(
      (range) => host.askText(range),
      () => this.toggleText(),
    );
    this.fork = new ForkPane(host);
    this.all = new ComparePane((fork) => this.choose(fork));
    this.path = new PathPane(host);
    this.follow = makeButton(
      { class: 'icon' },
      () => this.choose(this.chosen === null ? this.shown : null),
      makeGlyph('follow'),
    );
    this.bar = make('div', { class: 'tab-bar' }, this.tabs, this.follow);
    this.panel.id = 'fork-panel';
    this.panel.append(this.fork.element, this.all.element, this.path.element);
    this.element.append(this.card.element, this.message.element, this.bar, this.panel);
    this.tabs.addEventListener('keydown', (event) => this.onTabKey(event));
  }

  /** The media path as a picture that stands alone; empty where nothing is known of it. */
  pathSvg(): string {
    const path = this.view?.path ?? null;
    return path === null ? '' : pathSvg(path, lightPaint, t);
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
    this.chosen = tab === null || has(view, tab) ? tab : null;
    this.shown = this.chosen ?? activeFork(view);
    this.follow.title = t('follow');
    this.follow.setAttribute('aria-label', t('follow'));
    this.bar.hidden = tabsOf(view).length < 2;
    this.card.show(view);
    this.all.show(view);
    if (view.path !== null) this.path.show(view.path);
    this.moment = undefined;
    this.open(this.shown);
  }

  moveTo(moment: Moment): void {
    this.moment = moment;
    this.card.moveTo(moment.step);
    this.message.moveTo(this.view?.steps[moment.step]?.range);
    const fork = this.view?.steps[moment.step]?.fork ?? null;
    if (this.chosen === null && fork !== null && fork !== this.shown) this.open(fork);
    else this.draw();
  }

  /** Shows the text of the present message, or puts it away. */
  toggleText(): void {
    this.message.toggle();
  }

  showText(message: MessageTextMessage): void {
    this.message.show(message);
  }

  choose(tab: ForkTab): void {
    if (this.view === undefined || (tab !== null && !has(this.view, tab))) return;
    this.chosen = tab;
    const fork = this.moment === undefined ? null : (this.view.steps[this.moment.step]?.fork ?? null);
    this.open(tab ?? fork ?? (typeof this.shown === 'number' ? this.shown : activeFork(this.view)));
    this.host.changed();
  }

  private open(tab: Tab): void {
    if (this.view === undefined) return;
    this.shown = tab;
    this.fork.element.hidden = typeof tab !== 'number';
    this.all.element.hidden = tab !== 'all';
    this.path.element.hidden = tab !== 'path';
    if (typeof tab === 'number') this.fork.show(this.view, tab);
    this.drawTabs(this.view);
    this.draw();
  }

  private draw(): void {
    if (this.moment === undefined) return;
    if (this.shown === 'all') this.all.moveTo(this.moment);
    else if (this.shown !== 'path') this.fork.moveTo(this.moment);
  }

  private drawTabs(view: ReplayView): void {
    const focused = this.tabs.contains(document.activeElement);
    this.tabs.setAttribute('aria-label', t('forks'));
    this.tabs.replaceChildren(
      ...tabsOf(view).map((tab) => {
        const fork = typeof tab === 'number' ? view.forks[tab] : undefined;
        const text = fork === undefined ? t(`tab.${tab}`) : nameOf(view, fork);
        const button = makeButton({ class: 'tab', role: 'tab', text }, () => this.choose(tab));
        if (fork?.active === true) button.setAttribute('aria-label', `${fork.name}, ${t('fork.active')}`);
        if (fork?.active === true) button.title = t('fork.active');
        if (typeof tab === 'number') button.style.setProperty('--tone', forkTone(tab).css);
        button.id = `tab-${tab}`;
        button.setAttribute('aria-selected', String(tab === this.shown));
        button.setAttribute('aria-controls', this.panel.id);
        button.tabIndex = tab === this.shown ? 0 : -1;
        return button;
      }),
    );
    if (tabsOf(view).length < 2) this.panel.removeAttribute('aria-labelledby');
    else this.panel.setAttribute('aria-labelledby', `tab-${this.shown}`);
    this.follow.setAttribute('aria-pressed', String(this.chosen === null));
    if (focused) this.tabs.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  private onTabKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || this.view === undefined) return;
    const entries = tabsOf(this.view);
    const next = entries[(entries.indexOf(this.shown) + step + entries.length) % entries.length];
    if (next !== undefined) this.choose(next);
    event.preventDefault();
    event.stopPropagation();
  }
}

/** A call without forks has a pane, too: it says so. */
function tabsOf({ forks, path }: ReplayView): readonly Tab[] {
  return [
    ...(forks.length === 0 ? [0] : forks.keys()),
    ...(forks.length < 2 ? [] : ['all' as const]),
    ...(path === null ? [] : ['path' as const]),
  ];
}

function has(view: ReplayView, tab: Tab): boolean {
  return tabsOf(view).includes(tab);
}

/** Where a call has one fork, its tab says what it shows. */
function nameOf({ forks }: ReplayView, { name, active }: ForkView): string {
  if (forks.length < 2) return t('tab.ice');
  return active ? `${name} ✓` : name;
}

/** The fork that answered, else the first. */
function activeFork({ forks }: ReplayView): number {
  return Math.max(
    0,
    forks.findIndex(({ active }) => active),
  );
}
