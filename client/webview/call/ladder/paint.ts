import type { LadderPaint } from './svg';

/** Pictures are light whatever the theme is: they go into tickets and onto paper. Contrast is 4.5 to 1 at least. */
export const lightPaint: LadderPaint = {
  background: '#ffffff',
  foreground: '#1f2328',
  muted: '#57606a',
  severities: { error: '#c41e1e', warning: '#8a5a00', info: '#0b62b8', good: '#1a7431' },
  forks: ['#0b62b8', '#1a7431', '#7a3fb0', '#a04a00', '#0f6f7c', '#b3365f'],
  font: 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif',
};
