/** Markup out of templates, into which nothing gets as anything but text unless a template made it. */
import { withoutControls } from './controls';

/** A piece of markup: only templates make one. */
export class Markup {
  private constructor(readonly text: string) {}

  /** A template whose holes are escaped; several pieces in a hole follow each other. */
  static template(
    escape: (text: string) => string,
  ): (parts: TemplateStringsArray, ...holes: readonly Hole[]) => Markup {
    const source = (hole: Hole): string =>
      hole instanceof Markup
        ? hole.text
        : typeof hole === 'object'
          ? hole.map(({ text }) => text).join('')
          : escape(String(hole));
    return (parts, ...holes) =>
      new Markup(
        parts
          .map((part, place) => {
            const hole = holes[place];
            return hole === undefined ? part : part + source(hole);
          })
          .join(''),
      );
  }

  /** Pieces with a line feed between them. */
  static lines(pieces: readonly Markup[]): Markup {
    return new Markup(pieces.map(({ text }) => text).join('\n'));
  }
}

type Hole = string | number | Markup | readonly Markup[];

/** HTML. Text in it becomes no element, leaves no attribute and does not turn the direction of what follows. */
export const html = Markup.template((text) =>
  text
    .split('\n')
    .map(withoutControls)
    .join('\n')
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/[&<>"']/g, (char) => entities[char] ?? ''),
);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** XML, such as SVG. What its grammar does not allow in text (XML 1.0 §2.2) becomes U+FFFD. */
export const xml = Markup.template((text) =>
  text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
);
