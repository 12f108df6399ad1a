import { make } from '../../dom';
import { forkTone, toneCount } from '../fork-tones';
import { severityShapes } from '../severity-shapes';
import type { LadderPaint } from './svg';

/** What the theme's colours are at this moment, within an element. */
export function readPaint(element: Element): LadderPaint {
  const probe = make('span');
  element.append(probe);
  const colour = (css: string) => {
    probe.style.color = '';
    probe.style.color = css;
    return getComputedStyle(probe).color;
  };
  const paint = {
    background: colour('var(--vscode-editor-background)'),
    foreground: colour('var(--vscode-foreground)'),
    muted: colour('var(--vscode-descriptionForeground, var(--vscode-foreground))'),
    severities: {
      error: colour(severityShapes.error.css),
      warning: colour(severityShapes.warning.css),
      info: colour(severityShapes.info.css),
      good: colour(severityShapes.good.css),
    },
    forks: Array.from({ length: toneCount }, (_, fork) => colour(forkTone(fork).css)),
    font: getComputedStyle(probe).fontFamily,
  };
  probe.remove();
  return paint;
}
