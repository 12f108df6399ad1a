/** The media path of the call: its topology as a drawing, and in words for who does not see it. */
import type { PathFindingView, PathLeg, PathView } from '../../../../shared/path-view';
import { make, makeButton } from '../../dom';
import { placeLink } from '../event-card';
import { evidenceMark, severityMark } from '../marks';
import type { Range } from '../protocol';
import { makeSvg } from '../svg';
import { t } from '../texts';
import { drawingHeight, drawingWidth, drawPath, severityOfLeg, type PathShape } from './drawing';
import { flowWidth } from './picture';

export interface PathPaneHost {
  reveal(range: Range): void;
  openRule(rule: string): void;
}

export class PathPane {
  readonly element = make('div', { class: 'path' });

  constructor(private readonly host: PathPaneHost) {}

  show(view: PathView): void {
    const legs = make(
      'ul',
      { class: 'path-legs' },
      ...view.legs.filter(({ text }) => text !== '').map((leg) => this.leg(leg)),
    );
    legs.setAttribute('aria-label', t('path.legs'));
    this.element.replaceChildren(
      make(
        'p',
        { class: 'path-summary' },
        make('strong', { text: view.summary }),
        evidenceMark(view.evidence),
      ),
      drawing(view),
      ...view.figures.map(({ figure, title }) =>
        make('p', { class: 'quiet', text: t('path.figure', figure, title) }),
      ),
      legs,
      ...this.lync(view),
      ...this.findings(view.findings),
      ...missing(view.missingSettings),
      make('p', { class: 'quiet', text: t('path.asOf', view.asOf) }),
    );
  }

  private leg(leg: PathLeg): HTMLElement {
    const { state, text, range } = leg;
    const item = make(
      'li',
      { class: `verdict-line path-leg ${state}` },
      severityMark(severityOfLeg(leg), text),
    );
    const links = make('div', { class: 'links' });
    if (state !== 'possible' && state !== 'forbidden') links.append(evidenceMark(state));
    if (range !== null) links.append(placeLink({ range, frame: null }, (place) => this.host.reveal(place)));
    if (links.childElementCount > 0) item.append(links);
    return item;
  }

  private lync({ lync, better }: PathView): readonly HTMLElement[] {
    if (lync === null) return [];
    const title = make('h3', { text: t('path.lync') });
    const list = make('ul', {}, ...better.map((text) => make('li', { text })));
    return [make('section', {}, title, make('p', { text: lync }), list)];
  }

  private findings(findings: readonly PathFindingView[]): readonly HTMLElement[] {
    if (findings.length === 0) return [];
    const items = findings.map(({ rule, severity, evidence, text, range }) => {
      const open = makeButton({ class: 'link rule', text: rule }, () => this.host.openRule(rule));
      const links = make('div', { class: 'links' }, evidenceMark(evidence), open);
      if (range !== null) links.append(placeLink({ range, frame: null }, (place) => this.host.reveal(place)));
      return make('li', { class: 'verdict-line' }, severityMark(severity, text), links);
    });
    const list = make('ul', { class: 'path-findings' }, ...items);
    return [make('section', { class: 'verdicts' }, make('h3', { text: t('path.findings') }), list)];
  }
}

function missing(settings: readonly string[]): readonly HTMLElement[] {
  if (settings.length === 0) return [];
  return [make('p', { class: 'path-missing', text: t('path.missing', settings.join(', ')) })];
}

function drawing(view: PathView): SVGSVGElement {
  const picture = makeSvg('svg', {
    viewBox: `0 0 ${drawingWidth} ${drawingHeight}`,
    class: 'path-drawing',
    role: 'img',
  });
  picture.setAttribute('aria-label', view.summary);
  picture.append(
    ...drawPath(view, (segment) => t(`path.segment.${segment}`)).flatMap((shape) => [...elementsOf(shape)]),
  );
  return picture;
}

function elementsOf(shape: PathShape): readonly SVGElement[] {
  switch (shape.kind) {
    case 'segment':
    case 'host': {
      const { x, y, width, height, isTaken } = shape;
      const look = `path-${shape.kind}${isTaken ? ' taken' : ''}`;
      return [makeSvg('rect', { x, y, width, height, rx: shape.kind === 'host' ? 4 : 6, class: look })];
    }
    case 'line': {
      const { from, to, style, tone } = shape;
      return [
        makeSvg('line', { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: `path-line ${style} ${tone}` }),
      ];
    }
    case 'flow': {
      const width = flowWidth(shape.text);
      const { x, y, tone } = shape;
      return [
        makeSvg('rect', { x: x - width / 2, y: y - 8, width, height: 16, rx: 8, class: `path-flow ${tone}` }),
        textElement(shape.x, shape.y + 4, shape.text, 'number'),
      ];
    }
    case 'text':
      return [textElement(shape.x, shape.y, shape.text, shape.look)];
  }
}

function textElement(x: number, y: number, text: string, look: string): SVGElement {
  return makeSvg('text', { x, y, class: `path-text path-${look}` }, document.createTextNode(text));
}
