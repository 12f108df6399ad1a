/** The head of the panel: the worst fact of the call before anything else. */
import type { ReplayView, VerdictView } from '../../../shared/replay-view';
import { make, makeButton } from '../dom';
import { CaptureNotes } from './capture-notes';
import { forkTone } from './fork-tones';
import { evidenceMark, severityMark, severityName } from './marks';
import { MenuButton, type MenuItem } from './menu';
import type { ExportMessage, Range } from './protocol';
import { makeGlyph } from './svg';
import { count, t } from './texts';

export interface HeaderHost {
  /** Goes where a verdict is decided; a place in `ReplayView.verdicts`. */
  openVerdict(verdict: number): void;
  whatIf(id: string | null): void;
  compare(first: number, second: number): void;
  export(format: ExportMessage['format']): void;
  /** Shows a place of the trace. */
  reveal(range: Range): void;
}

/** Chips of verdicts that are shown at once. */
const fewChips = 6;

export class Header {
  readonly element = make('header');
  private readonly headline = make('h1');
  private readonly diagnosis = make('div', { class: 'diagnosis' });
  private readonly facts = make('p', { class: 'facts' });
  private readonly chips = make('div', { class: 'chips', role: 'group' });
  private readonly capture: CaptureNotes;
  private readonly simulated = make('div', { class: 'simulated', role: 'status' });
  private readonly whatIf = new MenuButton(() => this.whatIfItems());
  private readonly compare = new MenuButton(() => this.compareItems());
  private readonly exports = new MenuButton(() => this.exportItems());
  private view: ReplayView | undefined;
  private chosen: string | null = null;
  private showsAll = false;
  private isFolded = false;
  private readonly fold = makeButton({ class: 'icon fold' }, () => this.toggle());

  constructor(private readonly host: HeaderHost) {
    this.capture = new CaptureNotes((range) => host.reveal(range));
    const actions = make(
      'div',
      { class: 'actions' },
      this.whatIf.element,
      this.compare.element,
      this.exports.element,
    );
    this.element.append(
      this.simulated,
      make('div', { class: 'head' }, this.fold, this.headline, actions),
      this.diagnosis,
      this.facts,
      this.capture.element,
      this.chips,
    );
  }

  show(view: ReplayView, facts: string): void {
    this.view = view;
    if (view.simulated === null) this.chosen = null;
    const { severity, text } = view.headline;
    this.element.className = severity;
    this.fold.setAttribute('aria-label', t('header.fold'));
    this.fold.title = `${t('header.fold')} (H)`;
    this.setFolded(this.isFolded);
    this.headline.replaceChildren(
      severityMark(severity, severityName(severity)),
      make('span', { class: 'sentence', text }),
    );
    if (view.evidence === 'predicted') {
      const mark = evidenceMark('predicted');
      mark.append(make('span', { text: `– ${t('header.noStun')}` }));
      this.headline.append(mark);
    }
    this.drawDiagnosis(view);
    this.facts.textContent = facts;
    this.capture.show(view);
    this.whatIf.show(t('whatIf'));
    this.compare.show(t('compare'));
    this.exports.show(t('export'));
    this.whatIf.element.hidden = view.whatIfs.length === 0;
    this.compare.element.hidden = view.descriptions.length < 2;
    this.drawSimulated(view);
    this.showsAll = false;
    this.drawChips(view);
  }

  /** Leaves the headline alone, or shows again what stands beneath it. */
  toggle(): void {
    this.setFolded(!this.isFolded);
  }

  private setFolded(isFolded: boolean): void {
    this.isFolded = isFolded;
    this.element.classList.toggle('folded', isFolded);
    this.fold.setAttribute('aria-expanded', String(!isFolded));
    this.fold.textContent = isFolded ? '▸' : '▾';
  }

  /** Marks the chips of what is decided at a step. */
  moveTo(step: number): void {
    for (const chip of this.chips.querySelectorAll<HTMLElement>('[data-step]')) {
      const isCurrent = chip.dataset['step'] === String(step);
      if (isCurrent === chip.hasAttribute('aria-current')) continue;
      if (isCurrent) chip.setAttribute('aria-current', 'step');
      else chip.removeAttribute('aria-current');
    }
  }

  /** What went wrong with the call as a whole; a click shows the place to change. */
  private drawDiagnosis({ diagnosis, ice }: ReplayView): void {
    this.diagnosis.replaceChildren();
    this.diagnosis.hidden = diagnosis === null;
    if (diagnosis === null) return;
    const { advice, audio, range } = diagnosis;
    const [first = '', ...rest] = [advice, audio, ice].filter((part) => part !== '');
    const said = make('p', {}, make('span', { text: first }));
    if (range !== null)
      said.append(makeButton({ class: 'action', text: t('diagnosis.show') }, () => this.host.reveal(range)));
    this.diagnosis.append(said, ...rest.map((more) => make('p', { class: 'more', text: more })));
  }

  private drawSimulated({ simulated }: ReplayView): void {
    this.simulated.replaceChildren();
    if (simulated === null) return;
    this.simulated.append(
      make('strong', { text: t('simulated') }),
      make('span', { text: simulated }),
      makeButton(
        { class: 'action' },
        () => this.host.whatIf(null),
        makeGlyph('back'),
        make('span', { text: t('simulated.back') }),
      ),
    );
  }

  private drawChips(view: ReplayView): void {
    const { verdicts } = view;
    this.chips.setAttribute('aria-label', t('verdicts'));
    const all = verdicts.map((_, place) => place);
    const shown = this.showsAll ? all : all.filter((place) => isTelling(view, place)).slice(0, fewChips);
    const chips: Node[] = verdicts.flatMap((verdict, place) =>
      shown.includes(place) ? [this.chip(verdict, place)] : [],
    );
    if (verdicts.length > shown.length) {
      chips.push(
        makeButton(
          { class: 'chip', text: t('verdicts.more', String(verdicts.length - shown.length)) },
          () => {
            this.showsAll = true;
            this.drawChips(view);
            this.chips.querySelector('button')?.focus();
          },
        ),
      );
    }
    chips.push(make('span', { class: 'fact', text: countsOf(view) }));
    this.chips.replaceChildren(...chips);
  }

  private chip(verdict: VerdictView, place: number): HTMLElement {
    const chip = makeButton(
      { class: `chip verdict ${verdict.evidence}`, title: verdict.text },
      () => this.host.openVerdict(place),
      severityMark(verdict.severity, verdict.text),
    );
    // The picture says it to who sees it.
    chip.prepend(make('span', { class: 'unseen', text: `${severityName(verdict.severity)}: ` }));
    const { forks = [] } = this.view ?? {};
    const fork = verdict.fork === null || forks.length < 2 ? undefined : forks[verdict.fork];
    if (fork !== undefined && verdict.fork !== null) {
      const name = make('span', { class: 'chip-fork', text: fork.name });
      name.style.setProperty('--tone', forkTone(verdict.fork).css);
      chip.prepend(name);
    }
    if (verdict.step !== null) chip.dataset['step'] = String(verdict.step);
    return chip;
  }

  private whatIfItems(): readonly MenuItem[] {
    const { whatIfs = [], simulated = null } = this.view ?? {};
    const choose = (id: string | null) => () => {
      this.chosen = id;
      this.host.whatIf(id);
    };
    const items: MenuItem[] = whatIfs.map(({ id, title, detail }) => ({
      title,
      detail,
      checked: simulated !== null && this.chosen === id,
      choose: choose(id),
    }));
    return [{ title: t('whatIf.none'), checked: simulated === null, choose: choose(null) }, ...items];
  }

  private compareItems(): readonly MenuItem[] {
    const { descriptions = [] } = this.view ?? {};
    const pair = (first: number, second: number) => () => this.host.compare(first, second);
    const likely: MenuItem[] = likelyPairs(descriptions).map(([first, second], place) => ({
      title: `${descriptions[first]?.title ?? ''} ↔ ${descriptions[second]?.title ?? ''}`,
      ...(place === 0 && { heading: t('compare.likely') }),
      choose: pair(first, second),
    }));
    const all: MenuItem[] = descriptions.map(({ title }, first) => ({
      title,
      ...(first === 0 && { heading: t('compare.first') }),
      items: () =>
        descriptions
          .map((other, second) => ({ title: other.title, choose: pair(first, second) }))
          .filter((_, second) => second !== first)
          .map((item, place) => (place === 0 ? { ...item, heading: t('compare.second', title) } : item)),
    }));
    return [...likely, ...all];
  }

  private exportItems(): readonly MenuItem[] {
    const choose = (format: ExportMessage['format']) => () => this.host.export(format);
    return [
      { title: t('export.svg'), detail: t('export.svg.detail'), choose: choose('svg') },
      ...((this.view?.path ?? null) === null
        ? []
        : [{ title: t('export.path'), detail: t('export.path.detail'), choose: choose('path') }]),
      { title: t('export.png'), detail: t('export.png.detail'), choose: choose('png') },
      { title: t('export.html'), detail: t('export.html.detail'), choose: choose('html') },
      { title: t('export.ladder'), detail: t('export.ladder.detail'), choose: choose('ladder') },
      { title: t('export.mermaid'), detail: t('export.mermaid.detail'), choose: choose('mermaid') },
    ];
  }
}

/** Whether a verdict is worth a chip from the first: that a fork completed which nobody answered is not. */
function isTelling({ verdicts, forks }: ReplayView, place: number): boolean {
  const verdict = verdicts[place];
  if (verdict === undefined || verdict.severity === 'info') return false;
  if (verdict.severity !== 'good' || verdict.fork === null) return true;
  return forks[verdict.fork]?.active === true || !forks.some(({ active }) => active);
}

/** What one looks for most: the same side's descriptions of one fork, one after the other. Four at most. */
function likelyPairs(descriptions: ReplayView['descriptions']): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (const [second, { side, fork, role }] of descriptions.entries()) {
    if (role === 'unknown') continue;
    const first = descriptions
      .slice(0, second)
      .findLastIndex((earlier) => earlier.side === side && (earlier.fork === fork || earlier.fork === null));
    if (first !== -1) pairs.push([first, second]);
  }
  return pairs.slice(0, 4);
}

/** The same counts as every list of calls shows; checks only where there are any. */
function countsOf({ forks, counts: { error, warning } }: ReplayView): string {
  const pairs = forks.flatMap(({ sessions }) => sessions.flatMap((session) => session.pairs));
  const requests = pairs.reduce((sum, pair) => sum + pair.requests, 0);
  const responses = pairs.reduce((sum, pair) => sum + pair.responses, 0);
  const counts = [
    ...(forks.length > 1 ? [count('forks', forks.length)] : []),
    ...(pairs.length > 0 ? [count('checks', requests)] : []),
    ...(requests > 0 ? [count('answered', responses)] : []),
    count('errors', error),
    ...(warning > 0 ? [count('warnings', warning)] : []),
  ];
  return counts.join(' · ');
}
