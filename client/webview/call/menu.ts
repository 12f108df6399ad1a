/** A menu under a button, as the ARIA practices want it: arrows, Home, End, first letters, Escape. */
import { make, makeButton } from '../dom';
import { makeGlyph } from './svg';

export interface MenuItem {
  readonly title: string;
  /** A second line. */
  readonly detail?: string;
  /** A heading over it and the items after it. */
  readonly heading?: string;
  /** What is chosen now; undefined for what cannot stay chosen. */
  readonly checked?: boolean;
  /** Opens further items in its place instead of being done. */
  readonly items?: () => readonly MenuItem[];
  readonly choose?: () => void;
}

export class MenuButton {
  readonly element = make('div', { class: 'menu-button' });
  readonly button: HTMLButtonElement;
  private readonly list = make('div', { class: 'menu', role: 'menu' });

  constructor(private readonly items: () => readonly MenuItem[]) {
    this.button = makeButton({ class: 'action' }, () => (this.isOpen ? this.close() : this.open()));
    this.button.setAttribute('aria-haspopup', 'menu');
    this.button.setAttribute('aria-expanded', 'false');
    this.list.hidden = true;
    this.element.append(this.button, this.list);
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node) || !this.element.contains(relatedTarget)) this.close();
    });
  }

  /** @param title of the button */
  show(title: string): void {
    this.button.replaceChildren(make('span', { text: title }), makeGlyph('menu'));
    this.list.setAttribute('aria-label', title);
  }

  private get isOpen(): boolean {
    return !this.list.hidden;
  }

  private open(items = this.items()): void {
    this.list.replaceChildren(...items.flatMap((item) => this.draw(item)));
    this.list.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    // It opens to the side where there is room for it.
    this.list.classList.remove('to-start');
    if (this.list.getBoundingClientRect().left < 4) this.list.classList.add('to-start');
    this.entries[0]?.focus();
  }

  private close(): void {
    this.list.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
  }

  private draw(item: MenuItem): readonly Node[] {
    const entry = makeButton({ class: 'menu-item', role: 'menuitem' }, () => this.choose(item));
    entry.tabIndex = -1;
    entry.append(make('span', { class: 'menu-title', text: item.title }));
    if (item.detail !== undefined) entry.append(make('span', { class: 'menu-detail', text: item.detail }));
    if (item.checked !== undefined) {
      entry.setAttribute('role', 'menuitemradio');
      entry.setAttribute('aria-checked', String(item.checked));
    }
    if (item.items !== undefined) entry.classList.add('more');
    return item.heading === undefined
      ? [entry]
      : [make('div', { class: 'menu-heading', role: 'presentation', text: item.heading }), entry];
  }

  private choose(item: MenuItem): void {
    if (item.items !== undefined) {
      this.open(item.items());
      return;
    }
    this.close();
    this.button.focus();
    item.choose?.();
  }

  private get entries(): readonly HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('.menu-item')];
  }

  private onKey(event: KeyboardEvent): void {
    const { key } = event;
    if (!this.isOpen) {
      if (key !== 'ArrowDown' || event.target !== this.button) return;
      this.open();
    } else if (key === 'Escape') {
      this.close();
      this.button.focus();
    } else if (!this.moveBy(key)) {
      // Enter, space and Tab do what they do on any button; no other key leaves the menu.
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private moveBy(key: string): boolean {
    const { entries } = this;
    const at = entries.findIndex((entry) => entry === document.activeElement);
    const next = {
      ArrowDown: (at + 1) % entries.length,
      ArrowUp: (Math.max(0, at) - 1 + entries.length) % entries.length,
      Home: 0,
      End: entries.length - 1,
    }[key];
    if (next !== undefined) {
      entries[next]?.focus();
      return true;
    }
    if (key.length !== 1 || key === ' ') return false;
    const begins = (entry: HTMLElement) =>
      entry.textContent.toLocaleLowerCase().startsWith(key.toLocaleLowerCase());
    (entries.slice(at + 1).find(begins) ?? entries.find(begins))?.focus();
    return true;
  }
}
