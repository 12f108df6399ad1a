/** One fork at a moment: both agents, the check list, where media goes, the candidates, and what is wrong with it. */
import type { Change, End } from '../../../shared/ice';
import type { ForkView, ReplayView, SessionView } from '../../../shared/replay-view';
import { make, makeButton } from '../dom';
import { Automaton, type Taken } from './automata';
import { candidateParts } from './candidates';
import { placeLink } from './event-card';
import { severityMark } from './marks';
import { mediaAt, type MediaNow } from './media-now';
import { NegotiatedPane } from './negotiated-pane';
import { PairTable } from './pair-table';
import type { Range } from './protocol';
import { tally, type Moment, type SessionMoment } from './replay';
import { t } from './texts';
import { seconds } from './time-scale';

export interface PaneHost {
  select(step: number): void;
  reveal(range: Range): void;
  openRule(rule: string): void;
}

interface AgentCard {
  readonly element: HTMLElement;
  readonly title: HTMLElement;
  readonly facts: HTMLElement;
  readonly full: Automaton;
  readonly lite: Automaton;
}

/** Addresses that are named; a flood has hundreds. */
const mostSeen = 3;

export class ForkPane {
  readonly element = make('div', { class: 'fork' });
  private readonly sessions = make('div', { class: 'sessions', role: 'group' });
  private readonly agents: Readonly<Record<End, AgentCard>> = { teams: agentCard(), sbc: agentCard() };
  private readonly media = new Automaton('media');
  private readonly mayGo = make('p', { class: 'agent-facts' });
  private readonly seen = make('p', { class: 'agent-facts' });
  private readonly pair = new Automaton('pair');
  private readonly pairTitle = make('h3');
  private readonly flows = make('ul', { class: 'flows' });
  private readonly flowsTitle = make('h3');
  private readonly flowsCard = make(
    'section',
    { class: 'card flows-card', role: 'region' },
    this.flowsTitle,
    this.flows,
    this.seen,
  );
  private readonly table: PairTable;
  private readonly tableTitle = make('h3', { class: 'section' });
  private readonly candidates = make('details', { class: 'candidates' });
  private readonly verdicts = make('section', { class: 'verdicts' });
  private readonly negotiated = new NegotiatedPane();
  private readonly body: HTMLElement;
  private view: ReplayView | undefined;
  private fork = 0;
  private session: number | null = null;
  private chosenSession: number | null = null;
  private chosenPair: number | null = null;
  private moment: Moment | undefined;
  private flowsShown = '';

  constructor(private readonly host: PaneHost) {
    this.table = new PairTable((pair) => {
      this.chosenPair = pair;
      if (this.moment !== undefined) this.moveTo(this.moment);
    });
    this.candidates.open = true;
    this.agents.sbc.element.append(this.media.element, this.mayGo);
    this.flowsCard.tabIndex = 0; // it scrolls
    this.body = make(
      'div',
      { class: 'fork-body' },
      make(
        'div',
        { class: 'cards' },
        this.agents.teams.element,
        this.agents.sbc.element,
        make('section', { class: 'card' }, this.pairTitle, this.pair.element),
        this.flowsCard,
      ),
      make('section', {}, this.tableTitle, this.table.element),
    );
    this.element.append(this.sessions, this.body, this.negotiated.element, this.verdicts, this.candidates);
  }

  show(view: ReplayView, fork: number): void {
    if (this.view !== view || this.fork !== fork) this.chosenSession = null;
    this.view = view;
    this.fork = fork;
    this.session = null;
    this.flowsShown = '?';
    for (const { full, lite } of Object.values(this.agents)) {
      full.translate();
      lite.translate();
    }
    this.media.translate();
    this.pair.translate();
    this.flowsTitle.textContent = t('media.title');
    this.flowsCard.setAttribute('aria-label', t('media.title'));
    this.negotiated.show(view.negotiated);
    this.drawVerdicts(view);
  }

  moveTo(moment: Moment): void {
    this.moment = moment;
    const { view } = this;
    const fork = view?.forks[this.fork];
    const sessions = moment.forks[this.fork] ?? [];
    const place = this.chosenSession ?? currentSession(fork, sessions);
    const session = fork?.sessions[place];
    const now = sessions[place];
    this.negotiated.moveTo(moment.step, this.fork);
    // Automata of what has no ICE would stand still: what was negotiated is all there is.
    const isEmpty =
      view === undefined ||
      fork === undefined ||
      session === undefined ||
      now === undefined ||
      !fork.sessions.some(({ pairs, candidates }) => pairs.length > 0 || candidates.length > 0);
    this.body.hidden = isEmpty;
    this.candidates.hidden = isEmpty;
    this.markVerdicts(moment.step);
    if (isEmpty) {
      this.sessions.hidden = true;
      return;
    }
    if (place !== this.session) this.showSession(fork, session, place);
    const changes = moment.changes.filter(({ of }) => of.fork === this.fork && of.session === place);
    this.drawAgents(fork, session, now, changes);
    this.drawPairs(session, now, changes);
    this.drawFlows(view, moment.step);
  }

  private showSession(fork: ForkView, session: SessionView, place: number): void {
    this.session = place;
    this.chosenPair = null;
    this.table.show(session, `${t('pairs')}, ${fork.name}`);
    this.table.element.hidden = session.pairs.length === 0;
    this.candidates.replaceChildren(...candidateParts(session, (range) => this.host.reveal(range)));
    this.sessions.hidden = fork.sessions.length < 2;
    this.sessions.setAttribute('aria-label', t('sessions'));
    this.sessions.replaceChildren(
      ...fork.sessions.map(({ title }, other) => {
        const button = makeButton({ class: 'chip', text: title }, () => {
          this.chosenSession = this.chosenSession === other ? null : other;
          if (this.moment !== undefined) this.moveTo(this.moment);
          this.sessions.querySelectorAll('button')[other]?.focus();
        });
        button.setAttribute('aria-pressed', String(other === place));
        return button;
      }),
    );
  }

  private drawAgents(
    fork: ForkView,
    session: SessionView,
    now: SessionMoment,
    changes: readonly Change[],
  ): void {
    for (const end of ['teams', 'sbc'] as const) {
      const { title, facts, full, lite } = this.agents[end];
      const isLite = session.lite[end];
      const name =
        end === 'sbc'
          ? t('agent.sbc')
          : isSingle(this.view)
            ? t('agent.teams')
            : t('agent.teams.fork', fork.name);
      const kind = isLite ? t('agent.lite') : t('agent.full');
      const role =
        session.controlling === null
          ? ''
          : session.controlling === end
            ? ` · ${t('agent.controlling')}`
            : ` · ${t('agent.controlled')}`;
      setText(title, name);
      setText(facts, `${kind}${role}`);
      full.element.hidden = isLite;
      lite.element.hidden = !isLite;
      const taken = transition(changes, isLite ? 'lite-agent' : 'full-agent');
      (isLite ? lite : full).show(name, isLite ? now.lite : now.full, taken);
    }
    const changed = changes.some(({ kind }) => kind === 'media') && now.mediaBefore !== now.media;
    const taken = changed ? { from: now.mediaBefore, to: now.media } : null;
    this.media.show(t('agent.sbc'), now.media, taken);
    setText(this.mayGo, now.destination === null ? t('media.mayNot') : t('media.may', now.destination));
    const seen = [...now.seen.keys()];
    const more = seen.length > mostSeen ? ` +${seen.length - mostSeen}` : '';
    setText(
      this.seen,
      seen.length === 0 ? t('seen.none') : t('seen', `${seen.slice(0, mostSeen).join(', ')}${more}`),
    );
  }

  private drawPairs(session: SessionView, now: SessionMoment, changes: readonly Change[]): void {
    const changed = new Set(
      changes.flatMap((change) =>
        change.kind === 'pair' || change.kind === 'nominated' ? [change.pair] : [],
      ),
    );
    const current = this.chosenPair ?? now.lastPair;
    this.table.moveTo(now, current, this.chosenPair !== null, changed);
    const shown = session.pairs.find(({ id }) => id === current);
    const state = current === null ? undefined : now.pairs.get(current);
    const name = shown === undefined ? t('pair.none') : t('pair', shown.teams);
    setText(this.pairTitle, name);
    this.pair.show(
      name,
      state === undefined ? null : state.nominated ? 'nominated' : state.state,
      pairTransition(changes, current),
    );
    const counts = tally(now);
    const parts = (['frozen', 'waiting', 'in-progress', 'succeeded', 'failed'] as const).flatMap((each) =>
      counts[each] === 0 ? [] : [`${counts[each]} ${t(`state.${each}`)}`],
    );
    setText(this.tableTitle, [t('pairs'), ...(parts.length === 0 ? [t('pairs.none')] : parts)].join(' · '));
  }

  private drawFlows(view: ReplayView, step: number): void {
    const flows = mediaAt(view, step).filter(({ bar }) => bar.sender === 'sbc' || bar.fork === this.fork);
    const key = flows
      .map(
        ({ bar, stretch }) =>
          `${view.media.indexOf(bar)} ${stretch?.begins ?? ''} ${stretch?.destination ?? ''}`,
      )
      .join();
    if (key === this.flowsShown) return;
    this.flowsShown = key;
    this.flows.replaceChildren(
      ...(flows.some(({ bar }) => bar.sender === 'sbc')
        ? []
        : [make('li', { class: 'quiet', text: t('media.nobody') })]),
      ...flows.slice(0, 6).map((flow) => this.flow(flow)),
    );
  }

  private flow({ bar, stretch }: MediaNow): HTMLElement {
    const sender =
      bar.sender === 'sbc' ? t('agent.sbc') : bar.sender === 'pstn' ? t('pstn') : t('agent.teams');
    const line = make('li');
    const path = make(
      'span',
      { class: 'flow-path' },
      make('span', { text: `${sender} → ` }),
      make('span', { class: 'address', text: stretch?.destination ?? bar.label }),
    );
    line.append(path);
    if (stretch !== null && bar.sender === 'sbc') {
      const [severity, word] =
        stretch.judgement === 'right'
          ? (['good', t('media.right')] as const)
          : stretch.judgement === 'wrong'
            ? (['error', t('media.wrong')] as const)
            : (['info', t('media.unknown')] as const);
      line.append(severityMark(severity, word), make('p', { class: 'why', text: stretch.why }));
    }
    const facts = [bar.label, bar.protection].filter((text) => text !== '').join(', ');
    if (facts !== '') line.append(make('p', { class: 'quiet', text: facts }));
    return line;
  }

  private drawVerdicts({ verdicts, forks }: ReplayView): void {
    const list = make('ul');
    const own = verdicts.flatMap((verdict, place) =>
      verdict.fork === this.fork || verdict.fork === null ? [{ verdict, place }] : [],
    );
    for (const { verdict, place } of own) {
      const item = make(
        'li',
        { class: `verdict-line ${verdict.evidence}` },
        severityMark(verdict.severity, verdict.text),
      );
      item.dataset['verdict'] = String(place);
      const links = make('span', { class: 'links' });
      const { step } = verdict;
      if (step !== null) {
        item.dataset['step'] = String(step);
        const at = this.view?.steps[step]?.at ?? null;
        const text = at === null ? t('event', String(step + 1)) : `+${seconds(at)} s`;
        links.append(
          makeButton({ class: 'link', text, title: t('verdict.go') }, () => this.host.select(step)),
        );
      }
      for (const each of [verdict, ...verdict.related.slice(0, 4)])
        links.append(placeLink(each, (range) => this.host.reveal(range)));
      if (verdict.fork === null && forks.length > 1)
        links.append(make('span', { class: 'quiet', text: t('verdict.call') }));
      for (const rule of verdict.rules)
        links.append(
          makeButton({ class: 'link rule', text: rule, title: t('verdict.rule') }, () =>
            this.host.openRule(rule),
          ),
        );
      item.append(links);
      list.append(item);
    }
    const isFork = forks.length > 1;
    this.verdicts.replaceChildren(
      make('h3', { class: 'section', text: isFork ? t('verdicts.fork') : t('verdicts') }),
      own.length === 0 ? make('p', { class: 'quiet', text: t('verdicts.none') }) : list,
    );
  }

  /** What is decided later is drawn back. */
  private markVerdicts(step: number): void {
    for (const line of this.verdicts.querySelectorAll<HTMLElement>('[data-step]')) {
      const decided = Number(line.dataset['step']);
      line.classList.toggle('later', decided > step);
      line.classList.toggle('now', decided === step);
    }
  }
}

/** Of the streams that speak for a fork the generation that came last up to now. */
function currentSession(fork: ForkView | undefined, sessions: readonly SessionMoment[]): number {
  const main = fork?.main ?? 0;
  for (let place = main; place > 0; place -= 1) if ((sessions[place]?.touched ?? -1) >= 0) return place;
  return 0;
}

function transition(changes: readonly Change[], kind: 'full-agent' | 'lite-agent'): Taken | null {
  const change = changes.findLast((each) => each.kind === kind);
  return change?.kind === kind ? { from: change.from, to: change.to } : null;
}

function pairTransition(changes: readonly Change[], pair: number | null): Taken | null {
  const own = changes.filter(
    (change) => (change.kind === 'pair' || change.kind === 'nominated') && change.pair === pair,
  );
  const last = own.at(-1);
  if (last?.kind === 'nominated') return { from: 'succeeded', to: 'nominated' };
  return last?.kind === 'pair' ? { from: last.from, to: last.to } : null;
}

function agentCard(): AgentCard {
  const title = make('h3');
  const facts = make('span', { class: 'agent-facts' });
  const full = new Automaton('full');
  const lite = new Automaton('lite');
  const element = make(
    'section',
    { class: 'card agent' },
    make('div', { class: 'agent-head' }, title, facts),
    full.element,
    lite.element,
  );
  return { element, title, facts, full, lite };
}

function isSingle(view: ReplayView | undefined): boolean {
  return (view?.forks.length ?? 0) < 2;
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
