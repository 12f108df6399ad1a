/** The candidates of a session: what both descriptions offered, or checks revealed. */
import type { SessionView } from '../../../shared/replay-view';
import { make, makeButton } from '../dom';
import type { Range } from './protocol';
import { count, t } from './texts';

/** A summary that names how many there are, and beneath it credentials and a table. */
export function candidateParts(
  { candidates, ufrag }: SessionView,
  reveal: (range: Range) => void,
): readonly HTMLElement[] {
  const credentials = (['teams', 'sbc'] as const).flatMap((end) => {
    const value = ufrag[end];
    return value === null ? [] : [`${endName(end)} ${value}`];
  });
  return [
    make('summary', { text: `${t('candidates')} · ${count('candidates', candidates.length)}` }),
    ...(credentials.length === 0
      ? []
      : [
          make(
            'p',
            { class: 'quiet' },
            document.createTextNode(`${t('ufrag')}: `),
            make('span', { class: 'address', text: credentials.join(' · ') }),
          ),
        ]),
    ...(candidates.length === 0 ? [] : [candidateTable(candidates, reveal)]),
  ];
}

function candidateTable(candidates: SessionView['candidates'], reveal: (range: Range) => void): HTMLElement {
  const headings = [
    t('candidates.end'),
    t('candidates.address'),
    t('pairs.type'),
    t('pairs.component'),
    t('candidates.transport'),
    t('candidates.priority'),
    t('candidates.foundation'),
  ];
  const head = make('tr', {}, ...headings.map((title) => make('th', { text: title })));
  const rows = candidates.map((candidate) => candidateRow(candidate, reveal));
  const scroller = make(
    'div',
    { class: 'scroller', role: 'region' },
    make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows)),
  );
  scroller.tabIndex = 0;
  scroller.setAttribute('aria-label', t('candidates'));
  return scroller;
}

function candidateRow(
  candidate: SessionView['candidates'][number],
  reveal: (range: Range) => void,
): HTMLElement {
  const text = (value: string) => make('td', { text: value });
  const { range, priority } = candidate;
  const address = make('td', { class: 'address' });
  if (range === null) address.textContent = candidate.address;
  else
    address.append(
      makeButton({ class: 'link', text: candidate.address, title: t('reveal') }, () => reveal(range)),
    );
  return make(
    'tr',
    {},
    text(endName(candidate.end)),
    address,
    text(t(`type.${candidate.type}`)),
    text(String(candidate.component)),
    text(candidate.transport),
    make('td', { class: 'number', text: priority === null ? '–' : String(priority) }),
    make('td', { class: 'address', text: candidate.foundation }),
  );
}

function endName(end: 'sbc' | 'teams'): string {
  return end === 'sbc' ? t('agent.sbc') : t('agent.teams');
}
