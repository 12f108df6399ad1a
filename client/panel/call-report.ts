import type {
  DescriptionView,
  FindingView,
  ForkView,
  ReplayView,
  SessionView,
  StepView,
  VerdictView,
} from '../../shared/replay-view';
import { toBase64 } from '../common/base64';

/** The words of a report, in the user's language. */
export interface ReportTexts {
  readonly language: string;
  readonly simulated: string;
  readonly ladder: string;
  readonly verdicts: string;
  readonly findings: string;
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
  readonly texts: ReportTexts;
}

/**
 * A call as one HTML page that needs nothing else: no script, nothing loaded, and its policy lets neither happen. What
 * the trace says is text. The ladder is an image, in which a browser runs nothing.
 */
export function callReport({ view, title, facts, trace, svg, texts }: ReportParts): string {
  const section = (heading: string, content: string): string =>
    content === '' ? '' : `<section>\n<h2>${html(heading)}</h2>\n${content}\n</section>\n`;
  return `<!DOCTYPE html>
<html lang="${html(texts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${html(`${title}: ${view.headline.text}`)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${badge(view.headline.severity)} ${html(view.headline.text)}</h1>
<p>${html(facts)}</p>
<p class="muted">${html([trace, view.callId ?? ''].filter((part) => part !== '').join(' · '))}</p>
${view.simulated === null ? '' : `<p class="simulated">${html(`${texts.simulated}: ${view.simulated}`)}</p>\n`}</header>
<main>
${section(texts.verdicts, verdictsTable(view, texts))}${section(texts.ladder, ladder(svg, texts))}${section(
    texts.states,
    view.forks.map((fork) => forkPart(fork, texts)).join('\n'),
  )}${section(texts.steps, stepsTable(view, texts))}${section(
    texts.descriptions,
    view.descriptions.map((description) => descriptionPart(description, texts)).join('\n'),
  )}${section(texts.findings, findingsTable(view.findings, texts))}</main>
<footer class="muted">${html(texts.footer)}</footer>
</body>
</html>
`;
}

/** Text as HTML: nothing in it can become an element or leave an attribute, nor turn the direction of what follows. */
export function html(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (character) => entities[character] ?? '')
  );
}

function ladder(svg: string, { ladder: name }: ReportTexts): string {
  return svg === ''
    ? ''
    : `<figure><img alt="${html(name)}" src="data:image/svg+xml;base64,${toBase64(new TextEncoder().encode(svg))}"></figure>`;
}

function verdictsTable({ verdicts, forks }: ReplayView, texts: ReportTexts): string {
  const row = ({ severity, id, text, evidence, fork, rules, range, frame }: VerdictView): Cells => [
    badge(severity),
    `${html(text)}<br><code>${html(id)}</code>${rules.map((rule) => ` <code>${html(rule)}</code>`).join('')}`,
    html(fork === null ? '' : (forks[fork]?.name ?? '')),
    html(evidence),
    html(placeOf(range.start.line, frame, texts)),
  ];
  return table(
    [texts.severity, texts.what, texts.fork, texts.evidence, texts.where],
    verdicts.map(row),
    texts,
  );
}

function forkPart(fork: ForkView, texts: ReportTexts): string {
  const parts = fork.sessions.map((session) => sessionPart(session, texts)).join('\n');
  return `<h3>${html(fork.name)}${fork.active ? ' ✓' : ''}</h3>\n${parts}`;
}

function sessionPart(session: SessionView, texts: ReportTexts): string {
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
    html(pair.teams),
    html(pair.teamsType),
    html(pair.sbc),
    html(String(pair.component)),
    html(pair.priority ?? '–'),
    `<span class="state ${pair.state}">${html(pair.state)}</span>`,
    pair.nominated ? '✓' : '',
    html(`${pair.requests} / ${pair.responses}`),
    html(pair.evidence),
  ]);
  const candidates = session.candidates.map((candidate): Cells => [
    html(endName(candidate.end)),
    html(candidate.address),
    html(candidate.type),
    html(candidate.transport),
    html(String(candidate.component)),
    html(candidate.priority === null ? '–' : String(candidate.priority)),
    html(candidate.foundation),
  ]);
  return `<h4>${html(session.title)}</h4>
<p>${html(facts.join(' · '))}</p>
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

function stepsTable({ steps, forks, timed }: ReplayView, texts: ReportTexts): string {
  const row = (step: StepView): Cells => [
    html(step.at === null || !timed ? '' : `+${(step.at / 1e6).toFixed(3)} s`),
    `<strong>${html(step.title)}</strong><br>${html(step.text)}`,
    html(step.automaton),
    html(step.fork === null ? '' : (forks[step.fork]?.name ?? '')),
    html(step.evidence),
    html(step.source),
    html(placeOf(step.range.start.line, step.frame, texts)),
  ];
  return table(
    [texts.time, texts.what, texts.automaton, texts.fork, texts.evidence, texts.source, texts.where],
    steps.map(row),
    texts,
  );
}

function findingsTable(findings: readonly FindingView[], texts: ReportTexts): string {
  const row = ({ severity, message, rule, range }: FindingView): Cells => [
    badge(severity),
    html(message),
    `<code>${html(rule)}</code>`,
    html(placeOf(range.start.line, null, texts)),
  ];
  return table([texts.severity, texts.what, texts.rule, texts.where], findings.map(row), texts);
}

function descriptionPart({ title, text, range }: DescriptionView, texts: ReportTexts): string {
  const place = placeOf(range.start.line, null, texts);
  return `<h3>${html(title)} <span class="muted">${html(place)}</span></h3>\n<pre>${html(text)}</pre>`;
}

/** The cells of a row, as HTML. */
type Cells = readonly string[];

function table(
  headings: readonly string[],
  rows: readonly Cells[],
  { none }: ReportTexts,
  caption?: string,
): string {
  const name = caption === undefined ? '' : `<caption>${html(caption)}</caption>\n`;
  if (rows.length === 0) return caption === undefined ? `<p class="muted">${html(none)}</p>` : '';
  const head = headings.map((heading) => `<th scope="col">${html(heading)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<div class="wide"><table>\n${name}<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table></div>`;
}

function badge(severity: 'good' | 'info' | 'warning' | 'error'): string {
  const signs = { good: '✓', info: 'i', warning: '!', error: '✕' };
  return `<span class="badge ${severity}">${signs[severity]} ${severity}</span>`;
}

function placeOf(line: number, frame: number | null, texts: ReportTexts): string {
  const place = `${texts.line} ${line + 1}`;
  return frame === null ? place : `${place}, ${texts.frame} ${frame}`;
}

function endName(end: 'sbc' | 'teams'): string {
  return end === 'sbc' ? 'SBC' : 'Teams';
}

const style = `
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
`;
