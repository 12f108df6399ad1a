/** The check list at a moment. Rows are made once for a session; while steps pass only what changed is written. */
import type { PairView, SessionView } from '../../../shared/replay-view';
import { make, makeButton } from '../dom';
import { evidenceMeaning, evidenceName } from './marks';
import type { PairMoment, SessionMoment } from './replay';
import { t } from './texts';

interface Row {
  readonly pair: PairView;
  readonly element: HTMLTableRowElement;
  readonly pin: HTMLButtonElement;
  readonly state: HTMLElement;
  readonly evidence: HTMLElement;
  shown: string;
}

export class PairTable {
  readonly element = make('table', { class: 'pairs', role: 'table' });
  private rows: readonly Row[] = [];

  /** @param choose is asked for a pair whose automaton is to be shown; null for whichever changes */
  constructor(private readonly choose: (pair: number | null) => void) {}

  show(session: SessionView, caption: string): void {
    const hasComponents = session.pairs.some(({ component }) => component !== 1);
    const columns = [
      t('pairs.teams'),
      t('pairs.type'),
      ...(hasComponents ? [t('pairs.component')] : []),
      t('pairs.sbc'),
      t('pairs.priority'),
      t('pairs.state'),
      t('pairs.evidence'),
    ];
    const classes = [
      'teams',
      'type',
      ...(hasComponents ? ['component'] : []),
      'sbc',
      'priority',
      'stage',
      'basis',
    ];
    const head = make('tr', { role: 'row' });
    columns.forEach((text, place) =>
      head.append(make('th', { role: 'columnheader', class: classes[place] ?? '', text })),
    );
    const host = commonHost(session);
    this.rows = session.pairs.map((pair) => this.makeRow(pair, hasComponents, host));
    const group = (name: 'thead' | 'tbody', ...rows: readonly Node[]) =>
      make(name, { role: 'rowgroup' }, ...rows);
    this.element.replaceChildren(
      group('thead', head),
      group('tbody', ...this.rows.map(({ element }) => element)),
    );
    this.element.setAttribute('aria-label', caption);
  }

  /**
   * @param current the pair whose automaton is shown
   * @param pinned it was chosen
   * @param changed pairs that the step changed
   */
  moveTo(moment: SessionMoment, current: number | null, pinned: boolean, changed: ReadonlySet<number>): void {
    for (const row of this.rows) {
      const now = moment.pairs.get(row.pair.id);
      const isCurrent = row.pair.id === current;
      row.element.classList.toggle('on', isCurrent);
      row.element.classList.toggle('changed', changed.has(row.pair.id));
      row.pin.setAttribute('aria-pressed', String(isCurrent && pinned));
      const shown = `${now?.state ?? ''} ${String(now?.nominated)} ${now?.evidence ?? ''}`;
      if (shown === row.shown) continue;
      row.shown = shown;
      this.write(row, now);
    }
  }

  private write({ element, state, evidence }: Row, now: PairMoment | undefined): void {
    element.classList.toggle('not-yet', now === undefined);
    const id = now === undefined ? 'not-yet' : now.nominated ? 'nominated' : now.state;
    state.className = `pair-state ${id} ${now?.evidence ?? ''}`;
    state.textContent = `${symbols[id] ?? ''}${t(`state.${id}`)}`;
    state.title = now === undefined ? '' : evidenceMeaning(now.evidence);
    evidence.textContent = now === undefined ? '' : evidenceName(now.evidence);
  }

  private makeRow(pair: PairView, hasComponents: boolean, host: string): Row {
    const cell = (name: string, ...children: readonly Node[]) =>
      make('td', { role: 'cell', class: name }, ...children);
    const text = (value: string) => document.createTextNode(value);
    const pin = makeButton({ class: 'pin', text: pair.teams, title: pinTitle(pair) }, () =>
      this.choose(pin.getAttribute('aria-pressed') === 'true' ? null : pair.id),
    );
    const state = make('span', { class: 'pair-state' });
    const evidence = cell('basis');
    const sbc = cell('sbc', text(pair.sbc.slice(host.length)));
    sbc.title = pair.sbc;
    const element = make(
      'tr',
      { role: 'row' },
      cell('teams', pin),
      cell('type', text(t(`type.${pair.teamsType}`))),
      ...(hasComponents ? [cell('component', text(String(pair.component)))] : []),
      sbc,
      cell('priority', text(pair.priority ?? '–')),
      cell('stage', state),
      evidence,
    );
    return { pair, element, pin, state, evidence, shown: '?' };
  }
}

/** States are told apart by a sign as well, not by colour alone. */
const symbols: Readonly<Record<string, string>> = {
  nominated: '✓ ',
  failed: '✕ ',
  succeeded: '• ',
  'in-progress': '⇄ ',
};

/** Where all pairs lead to one address of the SBC, their ports tell them apart: the address before the last colon. */
function commonHost({ pairs }: SessionView): string {
  const [first = ''] = pairs.map(({ sbc }) => sbc.slice(0, sbc.lastIndexOf(':')));
  return pairs.every(({ sbc }) => sbc.startsWith(`${first}:`)) ? first : '';
}

function pinTitle({ base, requests, responses }: PairView): string {
  const counts = t('pairs.counts', String(requests), String(responses));
  return base === null ? counts : `${t('pairs.base', base)} · ${counts}`;
}
