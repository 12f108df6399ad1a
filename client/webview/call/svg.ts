/** Makes drawings. Like `dom.ts`: what they say are text nodes. */

const namespace = 'http://www.w3.org/2000/svg';

export type Attributes = Readonly<Record<string, string | number>>;

export function makeSvg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Node[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(namespace, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  element.append(...children);
  return element;
}

export type GlyphId =
  | 'play'
  | 'pause'
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'verdict'
  | 'menu'
  | 'link'
  | 'follow'
  | 'back'
  | 'capture';

/** In a square of 16. */
const glyphs: Readonly<Record<GlyphId, string>> = {
  play: 'M4.5 2.5v11l9-5.5z',
  pause: 'M4 2.5h3v11H4zM9 2.5h3v11H9z',
  next: 'M3.5 3v10l6.5-5zM11 3h1.8v10H11z',
  previous: 'M12.5 3v10L6 8zM3.2 3H5v10H3.2z',
  first: 'M8 3v10L2.5 8zM13.5 3v10L8 8zM1.2 3h1.4v10H1.2z',
  last: 'M8 3v10l5.5-5zM2.5 3v10L8 8zM13.4 3h1.4v10h-1.4z',
  verdict: 'M3 1.5h1.5v13H3zM5.5 2.5h8l-2 3 2 3h-8z',
  menu: 'M3.5 6l4.5 4.5L12.5 6z',
  link: 'M9 2h5v5l-1.8-1.8-4.6 4.6-1.4-1.4 4.6-4.6zM2 4h4.5v1.5h-3v7h7v-3H12V14H2z',
  follow: 'M8 1l5.5 13L8 11.2 2.5 14z',
  capture:
    'M8 3C4.4 3 1.8 5.4.8 8c1 2.6 3.6 5 7.2 5s6.2-2.4 7.2-5C14.2 5.4 11.6 3 8 3zm0 1.4c2.7 0 4.7 1.7 5.7 3.6-1 1.9-3 3.6-5.7 3.6S3.3 9.9 2.3 8c1-1.9 3-3.6 5.7-3.6zM8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z',
  back: 'M7 2.5L1.5 8 7 13.5v-3.6c4 0 6 1 7.5 3.6 0-4.5-2.5-7-7.5-7.2z',
};

/** A picture for a button; its name is the button's. */
export function makeGlyph(id: GlyphId): SVGSVGElement {
  return makeSvg(
    'svg',
    { viewBox: '0 0 16 16', class: 'glyph', 'aria-hidden': 'true' },
    makeSvg('path', { d: glyphs[id] }),
  );
}
