import type { VerdictSeverity } from '../../../shared/ice';

/** A mark on an arrow: filled by the rule `evenodd` in a square of 16, told apart by shape in whatever colour. */
export interface SeverityShape {
  readonly path: string;
  /** For a style sheet. */
  readonly css: string;
}

const disc = 'M8 1a7 7 0 1 0 0 14a7 7 0 1 0 0-14z';

export const severityShapes: Readonly<Record<VerdictSeverity, SeverityShape>> = {
  error: {
    path: `${disc}M5.2 4.1L8 6.9l2.8-2.8 1.1 1.1L9.1 8l2.8 2.8-1.1 1.1L8 9.1l-2.8 2.8-1.1-1.1L6.9 8 4.1 5.2z`,
    css: 'var(--vscode-editorError-foreground, var(--vscode-errorForeground))',
  },
  warning: {
    path: 'M8 1.2L15.5 14.5H.5zM7.2 5.6v4.6h1.6V5.6zM7.2 11.3v1.7h1.6v-1.7z',
    css: 'var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow))',
  },
  info: {
    path: `${disc}M7.2 6.8v5h1.6v-5zM7.2 4.2v1.7h1.6V4.2z`,
    css: 'var(--vscode-editorInfo-foreground, var(--vscode-charts-blue))',
  },
  good: {
    path: `${disc}M4.5 7.5L3.4 8.6l3.4 3.4 5.8-6.3-1.1-1-4.8 5.1z`,
    css: 'var(--vscode-testing-iconPassed, var(--vscode-charts-green))',
  },
};
