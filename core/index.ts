// The core's facade: a file in, everything the product knows about it out.
//
//     const analyzer = createAnalyzer({ parser: await createParser(runtime), host });
//     analyzer.analyze({ file: 'net.py', model: 'Net()', inputs: ['1x3x32x32'] }).models[0].totals.params
import type { AnalysisHost, AnalyzeRequest, FileAnalysis } from './analysis';
import { analyzeFile, requestedInputs, RequestError } from './analyzeFile';
import { Edited } from './editing';
import type { Limits } from './eval/budget';
import { Interpreter } from './eval/interpreter';
import { createPrograms, type ProgramStore } from './eval/programs';
import { createAnswers, keyOf, type Followed } from './reanalysis';
import { movedAnalysis } from './report/moved';
import type { Parser } from './syntax/parser';

export * from './analysis';
export { RequestError } from './analyzeFile';
export type { Followed } from './reanalysis';

export interface Analyzer {
  /** Never throws on user code. Throws `RequestError` where the request itself is unusable. */
  analyze(request: AnalyzeRequest): FileAnalysis;
  /** The same answer as an earlier one and the edits that moved it, where nothing else has changed; else with no edits. */
  follow(request: AnalyzeRequest): Followed;
}

export interface AnalyzerOptions {
  readonly parser: Parser;
  readonly host: AnalysisHost;
  /** For each request; absent: the defaults of `budget.ts`. */
  readonly limits?: Limits;
  /** For programs that are not parsed again in the next process. */
  readonly store?: ProgramStore;
}

export function createAnalyzer(options: AnalyzerOptions): Analyzer {
  // the file under analysis is the one that is being edited
  let current = '';
  const programs = createPrograms(options.parser, (file) => file === current, options.store);
  const interpreter = new Interpreter(programs);
  const answers = createAnswers(options.host);
  const edited = new Edited(interpreter);
  const follow = (request: AnalyzeRequest): Followed => {
    const { file } = request;
    current = file;
    // an unusable shape is refused whatever the file holds
    requestedInputs(request);
    const text = request.text ?? options.host.readText(file);
    if (text === undefined) throw new RequestError(`cannot read ${file}`);
    const program = programs.parse(file, text.length > maximumCharacters ? beginningOf(text) : text);
    const key = keyOf(request);
    edited.follow(key, program);
    const known = answers.find(request, program);
    if (known !== undefined) return known;
    const record = answers.begin();
    const editing = edited.begin(key, program);
    const peek = (file: string): string | undefined => options.host.readText(file);
    const analysis = analyzeFile({ ...options, host: record.host, peek }, interpreter, request, editing);
    if (interpreter.isCut) return { analysis, edits: [] };
    const { entered, consulted, modules } = interpreter;
    const ran = { entered, consulted, program: editing.program, isTextAsked: modules.isTextAsked };
    return record.keep(request, program, ran, analysis);
  };
  return {
    follow,
    analyze(request) {
      const { analysis, edits } = follow(request);
      return movedAnalysis(analysis, edits);
    },
  };
}

/** Longer files are read to here: the rest of the second that an answer may take is for their models. */
const maximumCharacters = 450_000;

/** The whole top-level statements that are read of a long file. */
function beginningOf(text: string): string {
  let end = maximumCharacters;
  do end = text.lastIndexOf('\n', end - 1);
  while (end > 0 && /\s/.test(text[end + 1] ?? ' '));
  return text.slice(0, end > 0 ? end + 1 : maximumCharacters);
}
