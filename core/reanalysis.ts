// What was answered about a file, kept while it still is the answer: most keystrokes change no code that the analysis ran. Blanks
// and comments change none; what is typed in the body of a function is run by nobody but who calls it, and the interpreter tells
// whose bodies it entered. Everything else that an analysis depends on is compared: the other files that it read, the request, and
// what discovery reads off the text of definitions.
import type { AnalysisHost, AnalyzeRequest, FileAnalysis } from './analysis';
import { differenceOf, type TextEdit } from './base/textEdit';
import { mayHoldModels, sameDirectives, seenInText } from './eval/model/discover';
import type { Machine } from './eval/values';
import { isMoved, movedAnalysis } from './report/moved';
import type { Program } from './syntax/ast';
import { bodiesOf } from './syntax/bodies';
import { changedBodies } from './syntax/comparison';

/** An analysis of an earlier text of the file, and the edits since, none of which changed more of it than where things stand. */
export interface Followed {
  readonly analysis: FileAnalysis;
  readonly edits: readonly TextEdit[];
}

interface Answer {
  readonly analysis: FileAnalysis;
  edits: readonly TextEdit[];
  /** Of the text after those edits. */
  program: Program;
  /** By index in `bodiesOf(program)`: the analysis ran it. */
  readonly entered: readonly boolean[];
  /** The same of docstrings: somebody read it. */
  readonly consulted: readonly boolean[];
  readonly reads: ReadonlyMap<string, string | undefined>;
  /** It depends on the text as a whole. */
  readonly isOfText: boolean;
}

const keptAnswers = 12;
/** Beyond them the answer is moved once for all. */
const keptEdits = 32;

/** What an analysis ran of the program that it evaluated, which has the bodies of the one that was read. */
export interface Ran extends Pick<Machine, 'entered' | 'consulted'> {
  readonly program: Program;
  /** The text was asked for, too. */
  readonly isTextAsked: boolean;
}

export interface Answers {
  /** undefined: the text has to be analysed. */
  find(request: AnalyzeRequest, program: Program): Followed | undefined;
  /** `host` is the one that the analysis reads through; call `keep` at its end. */
  begin(): {
    readonly host: AnalysisHost;
    /** The earlier answer where this one only differs from it in where things stand. */
    keep(request: AnalyzeRequest, program: Program, ran: Ran, analysis: FileAnalysis): Followed;
  };
}

export function createAnswers(host: AnalysisHost): Answers {
  const answers = new Map<string, Answer>();
  const keep = (key: string, answer: Answer): void => {
    answers.delete(key);
    answers.set(key, answer);
    if (answers.size > keptAnswers) answers.delete(answers.keys().next().value!);
  };
  return {
    find(request, program) {
      const key = keyOf(request);
      const answer = answers.get(key);
      if (answer === undefined) return undefined;
      for (const [file, text] of answer.reads) if (host.readText(file) !== text) return undefined;
      if (answer.isOfText && answer.program.text !== program.text) return undefined;
      const edit = differenceOf(answer.program.text, program.text);
      if (!leavesAsItIs(answer, program, edit)) return undefined;
      const edits = program.text === answer.program.text ? answer.edits : [...answer.edits, edit];
      const next =
        edits.length > keptEdits
          ? { ...answer, program, analysis: movedAnalysis(answer.analysis, edits), edits: [] }
          : { ...answer, program, edits };
      keep(key, next);
      return next;
    },
    begin() {
      const reads = new Map<string, string | undefined>();
      return {
        host: {
          readText(file) {
            const text = host.readText(file);
            reads.set(file, text);
            return text;
          },
        },
        keep(request, program, ran, analysis) {
          // what follows from TypeScript is not followed so far
          if (program.language !== 'python') return { analysis, edits: [] };
          const bodies = bodiesOf(ran.program);
          const key = keyOf(request);
          const answer: Answer = {
            ...sinceThen(answers.get(key), program, analysis),
            program,
            entered: bodies.map((body) => ran.entered.has(body)),
            consulted: bodies.map((body) => ran.consulted.has(body)),
            reads,
            isOfText: ran.isTextAsked,
          };
          keep(key, answer);
          return answer;
        },
      };
    },
  };
}

/** What is shown need not be made anew where the code that was typed says the same: a name, a type, a step of the training loop. */
function sinceThen(before: Answer | undefined, program: Program, analysis: FileAnalysis): Followed {
  if (before === undefined || before.edits.length >= keptEdits) return { analysis, edits: [] };
  const edits = [...before.edits, differenceOf(before.program.text, program.text)];
  return isMoved(before.analysis, analysis, edits) ? { analysis: before.analysis, edits } : { analysis, edits: [] };
}

/** Requests with the same key about the same texts have the same answer. */
export const keyOf = ({ file, model, inputs, roots, training }: AnalyzeRequest): string =>
  JSON.stringify([file, model, inputs, roots, training]);

function leavesAsItIs(
  { program: before, entered, consulted, analysis }: Answer,
  after: Program,
  edit: TextEdit,
): boolean {
  if (mayHoldModels(before) !== mayHoldModels(after) || !sameDirectives(before, after, edit)) return false;
  const change = changedBodies(before, after, edit);
  if (change === null) return false;
  const bodies = bodiesOf(before);
  if (change.bodies.some((body) => entered[bodies.indexOf(body)])) return false;
  if ([...change.bodies, ...change.documented].some((body) => consulted[bodies.indexOf(body)])) return false;
  return change.statements.every(([old, next]) => {
    if (seenInText(before, old) !== seenInText(after, next)) return false;
    // an expression is told as it is written
    const [oldText, nextText] = [before.text.slice(old.start, old.end), after.text.slice(next.start, next.end)];
    return analysis.models.every(({ expression }) => oldText.includes(expression) === nextText.includes(expression));
  });
}
