/** The commands that analyse traces, loaded when they are asked for: the rules take their time to get ready. */
import { analyse, type Analysis } from '../engine/analysis';
import { LineIndex } from '../engine/basics/lines';
import { analysedCalls, callsJson, callsText, table } from '../engine/report/calls';
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
import { analysisOptions, defaultSettings } from '../settings';
import type { Arguments } from './arguments';
import { type FileSettings, loadSettings } from './config';
import type { Console } from './console';
import { readKeyLog, readTrace, type Input } from './input';
import { assertRoom } from './room';
import { Progress } from './progress';
import { isUsageError, UsageError } from './usage';

/** Runs a command; gives back the exit code. Throws {@link UsageError}. */
export function runCommand(args: Arguments, console: Console): number {
  if (args.command === 'rules') {
    console.out(rulesText(args));
    return 0;
  }
  const settings = loadSettings(args, console.folder);
  assertRules(settings);
  const { traces, unreadable } = analyseFiles(args, settings, console);
  switch (args.command) {
    case 'messages':
      console.out(
        listText(args, traces, (each) => messagesJson(each.analysis.trace, each.lines), messagesOf),
      );
      return unreadable ? 2 : 0;
    case 'calls':
      console.out(
        listText(
          args,
          traces,
          ({ analysis }) => callsJson(analysedCalls(analysis)),
          ({ analysis }) => [...callsText(analysedCalls(analysis))],
        ),
      );
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

/** Throws a {@link UsageError} where settings name a rule that does not exist. */
export function assertRules(settings: FileSettings): void {
  const named = [...settings.values()].flatMap((each) => Object.keys(each.rules));
  const unknown = named.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined)
    throw new UsageError(`there is no rule "${unknown}"; "sip-trace rules" lists them`);
}

interface AnalysedFile {
  readonly path: string;
  /** The form of a capture; null for a text trace. */
  readonly capture: string | null;
  readonly analysis: Analysis;
  readonly lines: LineIndex;
}

export interface ReadFile extends Input {
  readonly path: string;
}

/** Analyses what can be read; a file that cannot costs a line, not the others' findings. */
function analyseFiles(
  args: Arguments,
  settings: FileSettings,
  console: Console,
): { readonly traces: readonly AnalysedFile[]; readonly unreadable: boolean } {
  const traces: AnalysedFile[] = [];
  const analyseFile = (file: ReadFile, path: string): void => {
    assertRoom(file.path, file.text);
    const analysis = analyse(file.text, analysisOptions(settings.get(path) ?? defaultSettings));
    const { problems } = file;
    const notes = analysis.trace.messages.length === 0 ? [...problems, emptyText(file.text)] : problems;
    for (const note of notes) console.error(`sip-trace: ${withoutControls(file.path)}: ${note}`);
    traces.push({ path: file.path, capture: file.capture, analysis, lines: new LineIndex(file.text) });
  };
  if (args.together) {
    const { file, unreadable } = readTogether(args, console);
    if (file !== null) analyseFile(file, args.files[0] ?? '');
    return { traces, unreadable };
  }
  return {
    traces,
    unreadable: readEach(args, console, (file) => {
      analyseFile(file, file.path);
    }),
  };
}

/** Files that belong together as one trace; null where none of them can be read. */
export function readTogether(
  args: Arguments,
  console: Console,
): { readonly file: ReadFile | null; readonly unreadable: boolean } {
  const files: ReadFile[] = [];
  const unreadable = readEach(args, console, (file) => files.push(file));
  const say = (path: string, note: string): void => {
    console.error(`sip-trace: ${withoutControls(path)}: ${note}`);
  };
  return { file: files.length === 0 ? null : joinFiles(files, say), unreadable };
}

/** Reads each file; gives back whether one could not be read, or not be taken. */
function readEach(args: Arguments, console: Console, take: (file: ReadFile) => void): boolean {
  const keyLog = readKeyLog(args.keyLog);
  const progress = new Progress(args.files.length);
  let unreadable = false;
  for (const [place, path] of args.files.entries()) {
    progress.step(place, path);
    try {
      take({ path, ...readTrace(path, keyLog) });
    } catch (error) {
      if (!isUsageError(error)) throw error;
      console.error(`sip-trace: ${withoutControls(error.message)}`);
      unreadable = true;
    }
  }
  progress.end();
  return unreadable;
}

/** One trace of several files; a clock that was put right is told of. */
function joinFiles(files: readonly ReadFile[], say: (path: string, note: string) => void): ReadFile {
  const { text, offsets, evidence, timeless } = joinTraces(files.map((file) => file.text));
  files.forEach(({ path }, index) => {
    const offset = offsets[index] ?? null;
    const found = evidence[index] ?? null;
    if (timeless[index] === true && timeless.includes(false)) {
      say(path, 'it tells no times, so its messages stand where checks and media of their calls show');
      return;
    }
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
