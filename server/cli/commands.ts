/** The commands that analyse traces, loaded when they are asked for: the rules take their time to get ready. */
import { analyse, type Analysis } from '../engine/analysis';
import { LineIndex } from '../engine/basics/lines';
import { callRows, callsJson, callsText, table } from '../engine/report/calls';
import { clockEvidenceText } from '../engine/report/clock-evidence';
import { reportFile, sumCounts, type FileReport } from '../engine/report/file-report';
import { toGithub } from '../engine/report/github';
import { toJson } from '../engine/report/json';
import { messagesJson, messagesText } from '../engine/report/messages';
import { colours, plain } from '../engine/report/paint';
import { replayJson, replayText } from '../engine/report/replay';
import { toSarif } from '../engine/report/sarif';
import { withoutControls } from '../../shared/controls';
import type { ListRow, RulesOutput } from '../engine/report/shapes';
import { toText } from '../engine/report/text';
import { rules } from '../engine/rules/index';
import { joinTraces } from '../engine/traces/join';
import type { Settings } from '../../shared/protocol';
import { analysisOptions } from '../settings';
import type { Arguments } from './arguments';
import { loadSettings } from './config';
import type { Console } from './console';
import { readKeyLog, readTrace, type Input } from './input';
import { assertRoom } from './room';
import { Progress } from './progress';
import { isUsageError, UsageError } from './usage';

export { indexWhole } from '../engine/call-index/index-whole';

/** Runs a command; gives back the exit code. Throws {@link UsageError}. */
export function runCommand(args: Arguments, console: Console): number {
  if (args.command === 'rules') {
    console.out(rulesText(args));
    return 0;
  }
  const { traces, unreadable } = analyseFiles(args, console);
  switch (args.command) {
    case 'messages':
      console.out(
        listText(args, traces, (each) => messagesJson(each.analysis.trace, each.lines), messagesOf),
      );
      return unreadable ? 2 : 0;
    case 'calls':
      console.out(listText(args, traces, (each) => callsJson(each.analysis), callsOf));
      return unreadable ? 2 : 0;
    case 'replay':
      return replay(args, traces, unreadable, console);
    case 'lint':
      return lint(args, traces, unreadable, console);
  }
}

function replay(
  args: Arguments,
  traces: readonly AnalysedFile[],
  unreadable: boolean,
  console: Console,
): number {
  const { callId } = args;
  const has = ({ analysis }: AnalysedFile): boolean =>
    analysis.trace.calls.some((call) => call.kind === 'call' && call.callId === callId);
  if (callId !== null && traces.length > 0 && !traces.some(has))
    throw new UsageError(`no call has the Call-ID "${callId}"; "sip-trace calls" lists them`);
  console.out(
    listText(
      args,
      traces,
      ({ analysis, lines }) => replayJson(analysis.trace, lines, callId),
      ({ analysis, lines }) => replayText(analysis.trace, lines, callId),
    ),
  );
  return unreadable ? 2 : 0;
}

function checkedSettings(args: Arguments, folder: string): Settings {
  const settings = loadSettings(args, folder);
  const unknown = Object.keys(settings.rules).find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined)
    throw new UsageError(`there is no rule "${unknown}"; "sip-trace rules" lists them`);
  return settings;
}

interface AnalysedFile {
  readonly path: string;
  /** The form of a capture; null for a text trace. */
  readonly capture: string | null;
  readonly analysis: Analysis;
  readonly lines: LineIndex;
}

interface ReadFile extends Input {
  readonly path: string;
}

/** Analyses what can be read; a file that cannot costs a line, not the others' findings. */
function analyseFiles(
  args: Arguments,
  console: Console,
): { readonly traces: readonly AnalysedFile[]; readonly unreadable: boolean } {
  const options = analysisOptions(checkedSettings(args, console.folder));
  const keyLog = readKeyLog(args.keyLog);
  const progress = new Progress(args.files.length);
  const say = (path: string, note: string): void => {
    console.error(`sip-trace: ${withoutControls(path)}: ${note}`);
  };
  const analyseFile = ({ path, text, capture, problems }: ReadFile): AnalysedFile => {
    assertRoom(path, text);
    const analysis = analyse(text, options);
    const notes = analysis.trace.messages.length === 0 ? [...problems, emptyText(text)] : problems;
    for (const note of notes) say(path, note);
    return { path, capture, analysis, lines: new LineIndex(text) };
  };
  const traces: AnalysedFile[] = [];
  const together: ReadFile[] = [];
  let unreadable = false;
  args.files.forEach((path, index) => {
    progress.step(index, path);
    try {
      const file = { path, ...readTrace(path, keyLog) };
      if (args.together) together.push(file);
      else traces.push(analyseFile(file));
    } catch (error) {
      if (!isUsageError(error)) throw error;
      console.error(`sip-trace: ${withoutControls(error.message)}`);
      unreadable = true;
    }
  });
  if (together.length > 0) traces.push(analyseFile(joinFiles(together, say)));
  progress.end();
  return { traces, unreadable };
}

/** One trace of several files; a clock that was put right is told of. */
function joinFiles(files: readonly ReadFile[], say: (path: string, note: string) => void): ReadFile {
  const { text, offsets, evidence } = joinTraces(files.map((file) => file.text));
  files.forEach(({ path }, index) => {
    const offset = offsets[index] ?? null;
    const found = evidence[index] ?? null;
    if (offset === null) {
      say(path, 'nothing in it is known from the first file, so its clock is taken as it is');
      return;
    }
    const why = found === null ? '' : `: ${clockEvidenceText(found)}`;
    const way = offset > 0 ? 'forward' : 'back';
    if (Math.abs(offset) >= 1000)
      say(
        path,
        `its clock is put ${way} by ${(Math.abs(offset) / 1e6).toFixed(3)} s, to the first file's${why}`,
      );
    else if (found !== null && found.certainty !== 'exact')
      say(path, `its clock is as the first file's${why}`);
  });
  return {
    path: files.map(({ path }) => path).join(' + '),
    text,
    capture: 'joined',
    problems: files.flatMap(({ problems }) => problems),
  };
}

function emptyText(text: string): string {
  return text.trim() === '' ? 'the file is empty' : 'no SIP message and no session description found';
}

function lint(
  args: Arguments,
  traces: readonly AnalysedFile[],
  unreadable: boolean,
  console: Console,
): number {
  const reports = traces.map(({ path, capture, analysis, lines }) =>
    reportFile(path, analysis, lines, capture ?? analysis.trace.format),
  );
  if (reports.length > 0 || args.format !== 'text') {
    const text = lintText(args, reports, console);
    if (text !== '') console.out(`${text}\n`);
  }
  if (unreadable) return 2;
  const counts = sumCounts(reports);
  return counts.error > 0 || (args.maxWarnings !== null && counts.warning > args.maxWarnings) ? 1 : 0;
}

function lintText(args: Arguments, reports: readonly FileReport[], console: Console): string {
  switch (args.format) {
    case 'json':
      return toJson(reports);
    case 'sarif':
      return toSarif(reports, rules, console.version);
    case 'github':
      return toGithub(reports);
    case 'text':
      return toText(reports, (args.color ?? console.colours) ? colours : plain);
  }
}

/** A list over all files: one JSON array, or lines, with the file named where there are several. */
function listText(
  args: Arguments,
  traces: readonly AnalysedFile[],
  json: (trace: AnalysedFile) => readonly ListRow[],
  text: (trace: AnalysedFile) => readonly string[],
): string {
  const several = traces.length > 1;
  if (args.format === 'json') {
    const rows = traces.flatMap((each) =>
      json(each).map((row) => (several ? { path: each.path, ...row } : row)),
    );
    return `${JSON.stringify(rows, null, 2)}\n`;
  }
  return traces
    .map((each) => [...(several ? [`${withoutControls(each.path)}:`] : []), ...text(each)].join('\n') + '\n')
    .join(several ? '\n' : '');
}

/** A capture is shown as its trace text, whose lines all findings name. */
function messagesOf({ capture, analysis, lines }: AnalysedFile): readonly string[] {
  return capture === null ? messagesText(analysis.trace, lines) : [analysis.trace.text.replace(/\n$/, '')];
}

function callsOf({ analysis }: AnalysedFile): readonly string[] {
  return [...callsText(callRows(analysis.trace.calls))];
}

function rulesText(args: Arguments): string {
  if (args.format === 'json') {
    const list: RulesOutput = rules.map(
      ({ id, title, severity, otherwise, basis, applies, source, profiles, scope, fixable }) => ({
        id,
        title,
        severity,
        otherwise: otherwise ?? [],
        basis,
        applies,
        source,
        profiles,
        scope,
        fixable,
      }),
    );
    return `${JSON.stringify(list, null, 2)}\n`;
  }
  const rows = rules.map((rule) => [rule.id, rule.severity, rule.basis, rule.applies, rule.title]);
  return `${table([['RULE', 'SEVERITY', 'BASIS', 'WHO', 'WHAT IS WRONG'], ...rows]).join('\n')}\n`;
}
