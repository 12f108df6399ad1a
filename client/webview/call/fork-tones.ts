/** The colour of a fork. */
export interface ForkTone {
  /** For the names of classes and for tests. */
  readonly name: string;
  /** Custom property of the theme. */
  readonly variable: string;
  /** For a style sheet. */
  readonly css: string;
}

/** Red and yellow are not among them: they say error and warning. */
const tones: readonly ForkTone[] = [
  makeTone('blue', '--vscode-charts-blue'),
  makeTone('green', '--vscode-charts-green'),
  makeTone('purple', '--vscode-charts-purple'),
  makeTone('orange', '--vscode-charts-orange'),
  makeTone('cyan', '--vscode-terminal-ansiCyan'),
  makeTone('magenta', '--vscode-terminal-ansiMagenta'),
];
const plain = makeTone('plain', '--vscode-foreground');

/** Of the fork at a place in `ReplayView.forks`; of none (null) the colour of text. */
export function forkTone(fork: number | null): ForkTone {
  return (fork === null ? undefined : tones[fork % tones.length]) ?? plain;
}

function makeTone(name: string, variable: string): ForkTone {
  return { name, variable, css: `var(${variable}, currentColor)` };
}
