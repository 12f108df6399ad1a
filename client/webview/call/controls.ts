/** The buttons beneath the timeline. */
import { make, makeButton } from '../dom';
import { evidenceMark } from './marks';
import { speeds } from './player';
import { makeGlyph, type GlyphId } from './svg';
import { t } from './texts';

export interface ControlsHost {
  act(act: 'play' | 'next' | 'previous' | 'first' | 'last' | 'nextVerdict'): void;
  setSpeed(speed: number): void;
  help(): void;
}

export class Controls {
  readonly element = make('div', { class: 'controls' });
  private readonly buttons: readonly {
    readonly button: HTMLButtonElement;
    readonly name: string;
    readonly key: string;
  }[];
  private readonly play: HTMLButtonElement;
  private readonly playText = make('span');
  private readonly verdict: HTMLButtonElement;
  private readonly verdictText = make('span');
  private readonly time = make('span', { class: 'time number' });
  private readonly place = make('span', { class: 'place number' });
  private readonly speed = make('select', { class: 'speed' });
  private readonly help: HTMLButtonElement;
  private readonly legend = make('div', { class: 'legend' });

  constructor(host: ControlsHost) {
    const icon = (id: GlyphId, act: Parameters<ControlsHost['act']>[0]) =>
      makeButton({ class: 'icon' }, () => host.act(act), makeGlyph(id));
    const first = icon('first', 'first');
    const previous = icon('previous', 'previous');
    const next = icon('next', 'next');
    const last = icon('last', 'last');
    this.play = makeButton({ class: 'action play' }, () => host.act('play'));
    this.verdict = makeButton(
      { class: 'action' },
      () => host.act('nextVerdict'),
      makeGlyph('verdict'),
      this.verdictText,
    );
    this.help = makeButton({ class: 'icon help', text: '?' }, () => host.help());
    this.buttons = [
      { button: first, name: 'first', key: 'Home' },
      { button: previous, name: 'previous', key: '←' },
      { button: next, name: 'next', key: '→' },
      { button: last, name: 'last', key: 'End' },
    ];
    for (const value of speeds) {
      const option = make('option', { text: `${value}×` });
      option.value = String(value);
      this.speed.append(option);
    }
    this.speed.addEventListener('change', () => host.setSpeed(Number(this.speed.value)));
    this.element.append(
      make('div', { class: 'buttons' }, first, previous, this.play, next, last, this.verdict, this.speed),
      make('div', { class: 'moment' }, this.time, this.place),
      this.legend,
      this.help,
    );
  }

  show(speed: number, hasVerdicts: boolean): void {
    for (const { button, name, key } of this.buttons) {
      button.setAttribute('aria-label', t(name));
      button.title = `${t(name)} (${key})`;
    }
    this.verdictText.textContent = t('nextVerdict');
    this.verdict.setAttribute('aria-label', t('nextVerdict'));
    this.verdict.title = `${t('nextVerdict')} (V)`;
    this.verdict.disabled = !hasVerdicts;
    this.speed.setAttribute('aria-label', t('speed'));
    this.speed.title = t('speed.detail');
    this.speed.value = String(speed);
    this.help.setAttribute('aria-label', t('help'));
    this.help.title = `${t('help')} (?)`;
    this.legend.setAttribute('role', 'group');
    this.legend.setAttribute('aria-label', t('legend'));
    this.legend.replaceChildren(...(['observed', 'derived', 'predicted'] as const).map(evidenceMark));
    this.setPlaying(false);
  }

  setPlaying(playing: boolean): void {
    const name = playing ? t('pause') : t('play');
    this.playText.textContent = name;
    this.play.setAttribute('aria-label', name); // where there is no room for the text
    this.play.replaceChildren(makeGlyph(playing ? 'pause' : 'play'), this.playText);
    this.play.title = `${name} (${t('key.space')})`;
  }

  /**
   * @param time as text; empty where it is not known
   * @param step from 0
   */
  moveTo(time: string, step: number, steps: number): void {
    this.time.textContent = time;
    this.place.textContent = t('position', String(Math.min(step + 1, steps)), String(steps));
    for (const { button, name } of this.buttons) {
      const isEnd = name === 'first' || name === 'previous' ? step <= 0 : step >= steps - 1;
      button.setAttribute('aria-disabled', String(isEnd));
    }
  }
}
