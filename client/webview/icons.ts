import { make } from './dom';
import type { IconId, Mark } from './protocol';

const circle = 'M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5z';

/** Lines in a square of 16; told apart by shape, in whatever colour. */
const shapes: Readonly<Record<IconId, string>> = {
  answered: `${circle}M5 8.3l2.1 2.1L11 6`,
  rejected: `${circle}M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8`,
  cancelled: `${circle}M3.6 12.4l8.8-8.8`,
  unanswered: `${circle}M6.2 6.4a1.8 1.8 0 1 1 2.5 1.7c-.5.2-.7.5-.7 1v.4M8 11.3v.2`,
  partial:
    'M8 1.75a6.25 6.25 0 0 0 0 12.5M8 1.75v12.5M10.5 2.3v.1M12.8 4v.1M14.1 6.8v.1M14.1 9.2v.1M12.8 12v.1M10.5 13.7v.1',
  request: 'M2 5.5h11M10 2.5l3 3-3 3M14 10.5H3M6 7.5l-3 3 3 3',
  body: 'M3.5 1.75h6l3 3v9.5h-9zM9.5 1.75v3h3M5.5 8h5M5.5 11h5',
  error: `${circle}M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8`,
  warning: 'M8 2L14.5 13.75h-13zM8 6.25v3.5M8 11.6v.2',
  info: `${circle}M8 7.25v4M8 4.6v.2`,
};

/** A picture with its text. The picture says nothing to a screen reader: the text beside it does. */
export function makeMark({ icon, tone, text }: Mark): HTMLElement {
  return make('span', { class: `mark ${tone}` }, drawing(icon), make('span', { text }));
}

function drawing(icon: IconId): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', shapes[icon]);
  svg.append(path);
  return svg;
}
