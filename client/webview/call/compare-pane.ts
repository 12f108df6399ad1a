/** All forks at a moment, side by side: a column each. */
import type { ReplayView } from '../../../shared/replay-view';
import { make, makeButton } from '../dom';
import { forkTone } from './fork-tones';
import { severityMark } from './marks';
import { mediaAt } from './media-now';
import { selectedPair, tally, type Moment, type SessionMoment } from './replay';
import { t } from './texts';

const facts = ['state', 'selected', 'nominated', 'pairs', 'may', 'sends'] as const;
type Fact = (typeof facts)[number];

/** In em: room for an IPv4 address with its port. The first is that of the style sheet. */
const titleWidth = 6.6;
const columnWidth = 10.8;

export class ComparePane {
  readonly element = make('div', { class: 'scroller compare', role: 'region' });
  private cells: readonly Readonly<Record<Fact, HTMLElement>>[] = [];
  private view: ReplayView | undefined;

  constructor(private readonly openFork: (fork: number) => void) {
    this.element.tabIndex = 0;
  }

  show(view: ReplayView): void {
    this.view = view;
    this.element.setAttribute('aria-label', t('compareForks'));
    const head = make('tr', {}, make('td'));
    for (const [fork, { name, active }] of view.forks.entries()) {
      const title = makeButton({ class: 'fork-name', text: active ? `${name} ✓` : name }, () =>
        this.openFork(fork),
      );
      title.style.borderBottomColor = forkTone(fork).css;
      const cell = make('th', {}, title);
      cell.scope = 'col';
      if (active) cell.append(make('span', { class: 'quiet', text: t('fork.active') }));
      head.append(cell);
    }
    this.cells = view.forks.map(() => ({
      state: make('td'),
      selected: make('td'),
      nominated: make('td'),
      pairs: make('td'),
      may: make('td'),
      sends: make('td'),
    }));
    const rows = facts.map((fact) => {
      const title = make('th', { text: t(`compareForks.${fact}`) });
      title.scope = 'row';
      return make('tr', {}, title, ...this.cells.map((cells) => cells[fact]));
    });
    const ends = make('th', { text: t('compareForks.end') });
    ends.scope = 'row';
    const end = make('tr', {}, ends, ...view.forks.map((_, fork) => this.endOf(view, fork)));
    const table = make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows, end));
    table.style.minWidth = `${titleWidth + columnWidth * view.forks.length}em`;
    this.element.replaceChildren(table);
  }

  moveTo(moment: Moment): void {
    const { view } = this;
    if (view === undefined) return;
    const flows = mediaAt(view, moment.step).filter(({ bar }) => bar.sender === 'sbc');
    for (const [place, cells] of this.cells.entries()) {
      const fork = view.forks[place];
      const sessions = moment.forks[place] ?? [];
      const session = fork?.sessions[fork.main ?? 0];
      const now = sessions[fork?.main ?? 0];
      if (fork === undefined || session === undefined || now === undefined) continue;
      const pair = selectedPair(session, now);
      const flow = flows.find(({ bar }) => bar.fork === place);
      cells.state.replaceChildren(stateChip(now));
      writeAddress(cells.selected, pair?.teams ?? null, pair === null ? '' : t(`type.${pair.teamsType}`));
      write(
        cells.nominated,
        pair === null || fork.nominated === null
          ? '–'
          : fork.nominated === 'before-answer'
            ? t('nominated.before')
            : t('nominated.after'),
      );
      write(cells.pairs, pairsText(now));
      writeAddress(cells.may, now.destination, t(`media.${now.media}`));
      const stretch = flow?.stretch ?? null;
      if (stretch === null) write(cells.sends, '–');
      else {
        const { destination, judgement, why } = stretch;
        const severity = judgement === 'right' ? 'good' : judgement === 'wrong' ? 'error' : 'info';
        const word = t(`media.${judgement}`);
        cells.sends.replaceChildren(
          make('span', { class: 'address', text: destination }),
          severityMark(severity, word),
        );
        cells.sends.title = why;
      }
    }
  }

  /** How it ended does not change with the moment. */
  private endOf({ verdicts, forks }: ReplayView, fork: number): HTMLElement {
    const cell = make('td');
    const state = forks[fork]?.state ?? 'idle';
    const own = verdicts.filter((verdict) => verdict.fork === fork);
    cell.append(make('div', { text: t(`state.${state}`) }));
    for (const { severity, text } of own) cell.append(severityMark(severity, text));
    return cell;
  }
}

function stateChip({ full, lite }: SessionMoment): HTMLElement {
  const state = full === 'idle' ? lite : full;
  return make('span', { class: `pair-state ${state}`, text: t(`state.${state}`) });
}

function pairsText(now: SessionMoment): string {
  const counts = tally(now);
  const parts = (['frozen', 'waiting', 'in-progress', 'succeeded', 'failed'] as const).flatMap((state) =>
    counts[state] === 0 ? [] : [`${counts[state]} ${t(`state.${state}`)}`],
  );
  return parts.length === 0 ? '–' : parts.join(', ');
}

function write(cell: HTMLElement, text: string): void {
  if (cell.textContent !== text) cell.textContent = text;
}

function writeAddress(cell: HTMLElement, address: string | null, what: string): void {
  if (address === null) write(cell, '–');
  else if (cell.textContent !== address + what)
    cell.replaceChildren(
      make('span', { class: 'address', text: address }),
      make('span', { class: 'quiet', text: what }),
    );
}
