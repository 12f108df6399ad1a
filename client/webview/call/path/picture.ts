/** The topology as a picture that needs nothing beside it: no style sheet, no script. Pure. */
import type { PathView } from '../../../../shared/path-view';
import { Markup, xml as svg } from '../../../../shared/markup';
import type { LadderPaint } from '../ladder/svg';
import { fit, wrap } from '../ladder/measure';
import {
  drawingHeight,
  drawingWidth,
  drawPath,
  type LegTone,
  type LineStyle,
  type PathShape,
} from './drawing';
import type { Translate } from '../ladder/text';

const margin = 16;
const lineHeight = 18;

/** @returns a whole SVG document */
export function pathSvg(view: PathView, paint: LadderPaint, t: Translate): string {
  const width = drawingWidth + 2 * margin;
  const heading = wrap(view.summary, drawingWidth, 13, 4);
  const notes = [
    ...view.figures.map(({ figure, title }) => t('path.figure', figure, title)),
    t('path.asOf', view.asOf),
  ];
  const top = margin + heading.length * lineHeight + 8;
  const height = top + drawingHeight + notes.length * lineHeight + margin;
  return Markup.lines([
    svg`<?xml version="1.0" encoding="UTF-8"?>`,
    svg`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="path-title path-desc" font-family="${paint.font}" font-size="11">`,
    svg`<title id="path-title">${t('path')}</title>`,
    svg`<desc id="path-desc">${view.summary}</desc>`,
    svg`<rect width="100%" height="100%" fill="${paint.background}"/>`,
    ...heading.map(
      (line, place) =>
        svg`<text x="${margin}" y="${margin + 12 + place * lineHeight}" font-size="13" font-weight="600" fill="${paint.foreground}">${line}</text>`,
    ),
    svg`<g transform="translate(${margin} ${top})">`,
    ...drawPath(view, (segment) => t(`path.segment.${segment}`)).map((shape) => draw(shape, paint)),
    svg`</g>`,
    ...notes.map(
      (note, place) =>
        svg`<text x="${margin}" y="${top + drawingHeight + lineHeight * (place + 1)}" fill="${paint.muted}">${fit(note, drawingWidth)}</text>`,
    ),
    svg`</svg>`,
    svg``,
  ]).text;
}

const dashes: Readonly<Record<LineStyle, string>> = {
  observed: 'none',
  derived: 'none',
  predicted: '5 4',
  unknown: '1 4',
};

function draw(shape: PathShape, paint: LadderPaint): Markup {
  switch (shape.kind) {
    case 'segment':
      return svg`<rect x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" rx="6" fill="none" stroke="${paint.muted}" stroke-opacity="0.5"/>`;
    case 'host':
      return svg`<rect x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" rx="4" fill="${paint.background}" stroke="${shape.isTaken ? paint.foreground : paint.muted}" stroke-width="${shape.isTaken ? 1.5 : 1}"/>`;
    case 'line':
      return svg`<line x1="${shape.from.x}" y1="${shape.from.y}" x2="${shape.to.x}" y2="${shape.to.y}" stroke="${colourOf(shape.tone, paint)}" stroke-width="${shape.tone === 'taken' && shape.style === 'observed' ? 3 : 1.25}" stroke-dasharray="${dashes[shape.style]}"/>`;
    case 'flow':
      return svg`<rect x="${shape.x - flowWidth(shape.text) / 2}" y="${shape.y - 8}" width="${flowWidth(shape.text)}" height="16" rx="8" fill="${paint.background}" stroke="${colourOf(shape.tone, paint)}"/><text x="${shape.x}" y="${shape.y + 4}" text-anchor="middle" font-weight="600" fill="${paint.foreground}">${shape.text}</text>`;
    case 'text': {
      const anchor = shape.look === 'area' ? 'start' : 'middle';
      const fill = shape.look === 'title' ? paint.foreground : paint.muted;
      const size = shape.look === 'address' ? 10 : 11;
      return svg`<text x="${shape.x}" y="${shape.y}" text-anchor="${anchor}" font-size="${size}" font-weight="${shape.look === 'title' ? 600 : 400}" fill="${fill}">${shape.text}</text>`;
    }
  }
}

/** Of the pill that a flow's number stands in. */
export function flowWidth(text: string): number {
  return 14 + text.length * 7;
}

function colourOf(tone: LegTone, { severities, foreground, muted }: LadderPaint): string {
  return tone === 'forbidden' ? severities.error : tone === 'taken' ? foreground : muted;
}
