import type {
  DescriptionView,
  ForkView,
  ReplayView,
  SessionView,
  StepView,
  VerdictView,
} from '../../shared/replay-view';
import { html, Markup } from '../../shared/markup';
import { toBase64 } from '../../shared/base64';

/** The words of a report, in the user's language. */
export interface ReportTexts {
  readonly language: string;
  readonly simulated: string;
  readonly capture: string;
  readonly ladder: string;
  readonly path: string;
  readonly leg: string;
  readonly verdicts: string;
  readonly states: string;
  readonly steps: string;
  readonly descriptions: string;
  readonly none: string;
  readonly line: string;
  readonly frame: string;
  readonly fork: string;
  readonly severity: string;
  readonly what: string;
  readonly evidence: string;
  readonly where: string;
  readonly rule: string;
  readonly state: string;
  readonly controlling: string;
  readonly pairs: string;
  readonly candidates: string;
  readonly type: string;
  readonly component: string;
  readonly priority: string;
  readonly nominated: string;
  readonly checks: string;
  readonly address: string;
  readonly foundation: string;
  readonly time: string;
  readonly automaton: string;
  readonly source: string;
  /** Where it comes from, as the last line. */
  readonly footer: string;
}

/** What a report is made of. */
export interface ReportParts {
  readonly view: ReplayView;
  /** The call's name. */
  readonly title: string;
  /** Who, when, how long: one line. */
  readonly facts: string;
  /** Name of the trace. */
  readonly trace: string;
  /** The ladder as a picture that stands alone; empty for none. */
  readonly svg: string;
  /** The media path as a picture that stands alone; empty for none. */
  readonly path: string;
  readonly texts: ReportTexts;
}

/**
 * A call as one HTML page that needs nothing else: no script, nothing loaded, and its policy lets neither happen. What
 * the trace says is text. The ladder is an image, in which a browser runs nothing.
 */
export function callReport({ view, title, facts, trace, svg, path, texts }: ReportParts): string {
  const section = (heading: string, content: Markup): Markup =>
    content.text === '' ? html`` : html`<section>\n<h2>${heading}</h2>\n${content}\n</section>\n`;
  const { headline, callId, simulated, forks, descriptions } = view;
  return html`<!DOCTYPE html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}: ${headline.text}</title>
${style}
</head>
<body>
<header>
<h1>${badge(headline.severity)} ${headline.text}</h1>
${diagnosisPart(view)}<p>${facts}</p>
<p class="muted">${[trace, callId ?? ''].filter((part) => part !== '').join(' · ')}</p>
${simulated === null ? '' : html`<p class="simulated">${texts.simulated}: ${simulated}</p>\n`}${captureNotes(view, texts)}</header>
<main>
${section(texts.verdicts, verdictsTable(view, texts))}${section(texts.ladder, picture(svg, texts.ladder))}${section(texts.path, pathPart(view, path, texts))}${section(
    texts.states,
    Markup.lines(forks.map((fork) => forkPart(fork, texts))),
  )}${section(texts.steps, stepsTable(view, texts))}${section(
    texts.descriptions,
    Markup.lines(descriptions.map((description) => descriptionPart(description, texts))),
  )}</main>
<footer class="muted">${texts.footer}</footer>
</body>
</html>
`.text;
}

/** What went wrong with the call as a whole. */
function diagnosisPart({ diagnosis, ice }: ReplayView): Markup {
  if (diagnosis === null) return html``;
  const { advice, audio } = diagnosis;
  const told = [advice, audio, ice].filter((part) => part !== '');
  return Markup.lines(told.map((part) => html`<p>${part}</p>`));
}

/** Of the capture, not of the call: quiet. */
function captureNotes({ capture }: ReplayView, texts: ReportTexts): Markup {
  if (capture.length === 0) return html``;
  const notes = capture.map(({ text, range, frame }) => {
    const place = range === null ? '' : ` (${placeOf(range.start.line, frame, texts)})`;
    return html`<li>${text}${place}</li>`;
  });
  return html`<div class="muted capture"><p>${texts.capture}:</p>\n<ul>\n${Markup.lines(notes)}\n</ul></div>\n`;
}

/** The way that media went: picture, legs, and what rules say of it. */
function pathPart({ path }: ReplayView, svg: string, texts: ReportTexts): Markup {
  if (path === null) return html``;
  const told = path.legs.filter(({ text }) => text !== '');
  const legs = told.map(({ flow, state, text }): Cells => [flow ?? '–', text, state]);
  const findings = path.findings.map(({ severity, rule, text, evidence }): Cells => [
    badge(severity),
    html`${text}<br><code>${rule}</code>`,
    evidence,
  ]);
  return Markup.lines([
    html`<p><strong>${path.summary}</strong></p>`,
    picture(svg, path.summary),
    table([texts.leg, texts.what, texts.evidence], legs, texts),
    findings.length === 0 ? html`` : table([texts.severity, texts.what, texts.evidence], findings, texts),
  ]);
}

function picture(svg: string, name: string): Markup {
  return svg === ''
    ? html``
    : html`<figure><img alt="${name}" src="data:image/svg+xml;base64,${toBase64(new TextEncoder().encode(svg))}"></figure>`;
}

function verdictsTable({ verdicts, forks }: ReplayView, texts: ReportTexts): Markup {
  const row = ({ severity, id, text, evidence, fork, rules, range, frame }: VerdictView): Cells => [
    badge(severity),
    html`${text}<br><code>${id}</code>${rules.map((rule) => html` <code>${rule}</code>`)}`,
    fork === null ? '' : (forks[fork]?.name ?? ''),
    evidence,
    placeOf(range.start.line, frame, texts),
  ];
  return table(
    [texts.severity, texts.what, texts.fork, texts.evidence, texts.where],
    verdicts.map(row),
    texts,
  );
}

function forkPart(fork: ForkView, texts: ReportTexts): Markup {
  const parts = fork.sessions.map((session) => sessionPart(session, texts));
  return html`<h3>${fork.name}${fork.active ? ' ✓' : ''}</h3>\n${Markup.lines(parts)}`;
}

function sessionPart(session: SessionView, texts: ReportTexts): Markup {
  const agent = (end: 'sbc' | 'teams', name: string): string =>
    `${name}: ${session.lite[end] ? 'ICE Lite' : 'full'}, ufrag ${session.ufrag[end] ?? '–'}`;
  const facts = [
    `${texts.state}: ${session.state}`,
    `${texts.controlling}: ${session.controlling === null ? '–' : endName(session.controlling)}`,
    agent('sbc', 'SBC'),
    agent('teams', 'Teams'),
    `${texts.evidence}: ${session.evidence}`,
  ];
  const pairs = session.pairs.map((pair): Cells => [
    pair.teams,
    pair.teamsType,
    pair.sbc,
    pair.component,
    pair.priority ?? '–',
    html`<span class="state ${pair.state}">${pair.state}</span>`,
    pair.nominated ? '✓' : '',
    `${pair.requests} / ${pair.responses}`,
    pair.evidence,
  ]);
  const candidates = session.candidates.map((candidate): Cells => [
    endName(candidate.end),
    candidate.address,
    candidate.type,
    candidate.transport,
    candidate.component,
    candidate.priority ?? '–',
    candidate.foundation,
  ]);
  return html`<h4>${session.title}</h4>
<p>${facts.join(' · ')}</p>
${table(
  [
    'Teams',
    texts.type,
    'SBC',
    texts.component,
    texts.priority,
    texts.state,
    texts.nominated,
    texts.checks,
    texts.evidence,
  ],
  pairs,
  texts,
  texts.pairs,
)}
${table(
  ['', texts.address, texts.type, 'transport', texts.component, texts.priority, texts.foundation],
  candidates,
  texts,
  texts.candidates,
)}`;
}

function stepsTable({ steps, forks, timed }: ReplayView, texts: ReportTexts): Markup {
  const row = (step: StepView): Cells => [
    step.at === null || !timed ? '' : `+${(step.at / 1e6).toFixed(3)} s`,
    html`<strong>${step.title}</strong><br>${step.text}`,
    step.automaton,
    step.fork === null ? '' : (forks[step.fork]?.name ?? ''),
    step.evidence,
    step.source,
    placeOf(step.range.start.line, step.frame, texts),
  ];
  return table(
    [texts.time, texts.what, texts.automaton, texts.fork, texts.evidence, texts.source, texts.where],
    steps.map(row),
    texts,
  );
}

function descriptionPart({ title, text, range }: DescriptionView, texts: ReportTexts): Markup {
  const place = placeOf(range.start.line, null, texts);
  return html`<h3>${title} <span class="muted">${place}</span></h3>\n<pre>${text}</pre>`;
}

type Cells = readonly (Markup | string | number)[];

function table(
  headings: readonly string[],
  rows: readonly Cells[],
  { none }: ReportTexts,
  caption?: string,
): Markup {
  const name = caption === undefined ? '' : html`<caption>${caption}</caption>\n`;
  if (rows.length === 0) return caption === undefined ? html`<p class="muted">${none}</p>` : html``;
  const head = headings.map((heading) => html`<th scope="col">${heading}</th>`);
  const body = rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  return html`<div class="wide"><table>\n${name}<thead><tr>${head}</tr></thead>\n<tbody>\n${Markup.lines(body)}\n</tbody>\n</table></div>`;
}

function badge(severity: 'good' | 'info' | 'warning' | 'error'): Markup {
  const signs = { good: '✓', info: 'i', warning: '!', error: '✕' };
  return html`<span class="badge ${severity}">${signs[severity]} ${severity}</span>`;
}

function placeOf(line: number, frame: number | null, texts: ReportTexts): string {
  const place = `${texts.line} ${line + 1}`;
  return frame === null ? place : `${place}, ${texts.frame} ${frame}`;
}

function endName(end: 'sbc' | 'teams'): string {
  return end === 'sbc' ? 'SBC' : 'Teams';
}

const style = html`<style>
:root { color-scheme: light dark; --text: #1f2328; --muted: #59636e; --back: #fff; --line: #d1d9e0; --head: #f6f8fa;
  --good: #1a7f37; --info: #0550ae; --warning: #8a5a00; --error: #b3121d; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e6e6; --muted: #a0a7b0; --back: #1f1f1f; --line: #3d444d; --head: #2a2d31;
    --good: #6ccb7f; --info: #6cb6ff; --warning: #e0b050; --error: #ff8a80; }
}
body { margin: 0 auto; padding: 1.5rem; max-width: 90rem; color: var(--text); background: var(--back);
  font: 14px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; } h4 { font-size: .9rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; } .muted { color: var(--muted); font-weight: normal; }
.simulated { border: 2px dashed var(--warning); padding: .4rem .75rem; margin-top: .75rem; font-weight: 600; }
.capture { margin-top: .5rem; } .capture ul { margin: 0; padding-inline-start: 1.25rem; }
figure { margin: 0; overflow-x: auto; } figure img { max-width: 100%; height: auto; border: 1px solid var(--line); }
.wide { overflow-x: auto; margin: .5rem 0 1rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: start; color: var(--muted); padding: .25rem 0; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: start; vertical-align: top; }
th { background: var(--head); font-weight: 600; }
td { overflow-wrap: anywhere; min-width: 3.5rem; } code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { border: 1px solid var(--line); background: var(--head); padding: .75rem; overflow-x: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.badge { white-space: nowrap; font-weight: 600; } .good, .succeeded { color: var(--good); } .info { color: var(--info); }
.warning { color: var(--warning); } .error, .failed { color: var(--error); }
footer { margin-top: 2rem; }
@media print {
  :root { --text: #000; --muted: #444; --back: #fff; --line: #bbb; --head: #f2f2f2; --good: #0b6b27; --info: #0a4a9a;
    --warning: #6b4700; --error: #9b0f18; }
  body { max-width: none; padding: 0; font-size: 10px; } .wide, figure { overflow: visible; }
  h2, h3, h4, thead { break-after: avoid; } tr, figure { break-inside: avoid; } pre { break-inside: auto; }
}
</style>`;
