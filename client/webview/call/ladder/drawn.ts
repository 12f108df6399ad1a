import { make } from '../../dom';

/** Elements by name, of which those stay that are asked for between `begin` and `end`. */
export class Drawn {
  readonly element = make('div', { role: 'presentation' });
  private readonly elements = new Map<string, HTMLElement>();
  private wanted = new Set<string>();

  begin(): void {
    this.wanted = new Set();
  }

  /** Whether it is there already. */
  keep(key: string): boolean {
    this.wanted.add(key);
    return this.elements.has(key);
  }

  add(key: string, element: HTMLElement): void {
    this.elements.set(key, element);
    this.element.append(element);
  }

  end(): void {
    for (const [key, element] of this.elements) {
      if (this.wanted.has(key)) continue;
      element.remove();
      this.elements.delete(key);
    }
  }

  clear(): void {
    this.elements.clear();
    this.element.replaceChildren();
  }

  has(key: string): boolean {
    return this.elements.has(key);
  }

  all(): IterableIterator<[string, HTMLElement]> {
    return this.elements.entries();
  }
}
