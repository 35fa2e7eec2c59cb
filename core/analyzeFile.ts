// One file, evaluated: its body, the models that it makes evident, what stands where.
import type { AnalysisHost, AnalyzeRequest, FileAnalysis } from './analysis';
import type { Diagnostic } from './base/diagnostic';
import type { Location } from './base/location';
import type { Editing } from './editing';
import type { Limits } from './eval/budget';
import type { Interpreter } from './eval/interpreter';
import { moduleNameOf } from './eval/imports';
import type { Candidate } from './eval/model/candidate';
import { defaultModels, mayHoldModels, directives, moduleClasses } from './eval/model/discover';
import { parseShape, requiredInputs, supposeInputs, withElementTypes } from './eval/model/inputs';
import { Watch, type Made } from './eval/model/made';
import { bodyDiagnostics, declaredInputs, scriptModels } from './eval/model/scriptModels';
import type { InputSpec, ModelRun } from './eval/model/modelRun';
import { MadeModels, type Planned } from './eval/model/madeModels';
import { construct, evaluateIn, runModel } from './eval/model/run';
import { failedModel } from './eval/model/summary';
import { runSupposed } from './eval/model/suppose';
import { applicationSites, constructionSites } from './eval/model/sites';
import { modulesOf } from './eval/model/walk';
import { Abort, type ClassValue, type InstanceValue, type ModuleValue } from './eval/values';
import { placedAnalysis } from './report/moved';
import type { Program } from './syntax/ast';

/** The request cannot be answered: no such file, no such shape. */
export class RequestError extends Error {}

export function requestedInputs(request: AnalyzeRequest): readonly InputSpec[] | null {
  if (request.inputs === undefined || request.inputs.length === 0) return null;
  return request.inputs.map((text) => {
    const shape = parseShape(text);
    if (shape === null) throw new RequestError(`'${text}' is no shape: write it as 1x3x224x224 or Nx3xHxW`);
    return { shape, dtype: 'float32' };
  });
}

interface Sources {
  readonly host: AnalysisHost;
  readonly peek: AnalysisHost['readText'];
  readonly limits?: Limits;
}

export function analyzeFile(
  { host, limits, peek }: Sources,
  interpreter: Interpreter,
  request: AnalyzeRequest,
  { program, text, steps }: Editing,
): FileAnalysis {
  const { file } = request;
  const exists = (path: string): boolean => host.readText(path) !== undefined;
  const { root } = moduleNameOf(file, exists);
  const folder = file.split('/').slice(0, -1).join('/');
  const roots = [...new Set([root, folder, ...(request.roots ?? [])])];
  interpreter.begin({ host, peek, roots, limits, isCancelled: request.isCancelled });
  const module = interpreter.modules.addFile(file, program, text);
  if (request.model === undefined && !mayHoldModels(program))
    return { file, models: [], diagnostics: syntaxErrors(program), constructions: [], applications: [] };
  const watch = new Watch(interpreter, program, module, steps);
  watch.load();
  const runs: ModelRun[] = [];
  const covered = new Set<number>();
  const diagnostics: Diagnostic[] = syntaxErrors(program);
  const seen = new Set<string>();
  const report = (diagnostic: Diagnostic): void => {
    const key = `${diagnostic.code} ${diagnostic.location.file} ${diagnostic.location.start}`;
    if (!seen.has(key)) diagnostics.push(diagnostic);
    seen.add(key);
  };
  const rerun = new MadeModels(steps, (candidate) =>
    runCandidate(interpreter, module, file, candidate, request.training === true),
  );
  const run = (planned: Planned): void => {
    interpreter.shareBudget(request.model === undefined ? undefined : 1);
    const result = rerun.run(planned);
    runs.push(result);
    result.diagnostics.forEach(report);
    for (const definition of definitionsIn(result)) if (definition.file === file) covered.add(definition.start);
  };
  try {
    for (const planned of candidates(interpreter, program, module, request, { runs, covered, watch })) {
      const isLast = interpreter.isBudgetSpent();
      run(planned);
      // it tells why there are no more
      if (isLast) break;
    }
  } catch (error) {
    // cancelled between two evaluations
    if (!(error instanceof Abort)) throw error;
  }
  watch.told.forEach(report);
  if (program.language === 'typescript') bodyDiagnostics(interpreter, file).forEach(report);
  const analysis: FileAnalysis = {
    file,
    models: runs.map((r) => r.analysis),
    diagnostics,
    constructions: constructionSites(file, runs),
    applications: applicationSites(runs),
  };
  return program.growth === undefined ? analysis : placedAnalysis(analysis, program.growth.placement);
}

/** The models to evaluate, the most explicit ones first; a class that a model already reaches is not evaluated by itself. */
function* candidates(
  interpreter: Interpreter,
  program: Program,
  module: ModuleValue,
  request: AnalyzeRequest,
  done: { readonly runs: readonly ModelRun[]; readonly covered: ReadonlySet<number>; readonly watch: Watch },
): Generator<Planned> {
  const { file } = request;
  const given = requestedInputs(request);
  if (request.model !== undefined) {
    yield {
      candidate: { expression: request.model, origin: 'request', definition: null, module: null, inputs: given },
    };
    return;
  }
  const covered = ({ definition, module: made }: Candidate): boolean => {
    if (definition === null) return false;
    if (!done.covered.has(definition.start)) return false;
    // a model of a covered class may hold blocks of others
    return made === null || [...modulesOf(made)].every((part) => isCovered(part, file, done.covered));
  };
  const withInputs = (candidate: Candidate): Candidate => {
    if (given === null) return candidate;
    const { call: _, ...rest } = candidate;
    return { ...rest, inputs: given };
  };
  const uncovered = function* ({ step, candidates }: Made): Generator<Planned> {
    for (const [index, candidate] of candidates.entries())
      if (!covered(candidate)) yield { candidate: withInputs(candidate), made: { step, index, withInputs } };
  };
  for (const candidate of directives(program)) yield { candidate: withInputs(candidate) };
  if (program.language === 'typescript') {
    for (const candidate of scriptModels(interpreter, program, module)) {
      const isPart = done.runs.some((r) => candidate.module !== null && r.tree.paths.has(candidate.module));
      if (!isPart && !covered(candidate)) yield { candidate: withInputs(candidate) };
    }
    return;
  }
  const { watch } = done;
  yield* uncovered(watch.feeding());
  const { ModuleBase } = interpreter.types;
  const isModuleClass = (type: ClassValue): boolean => type.mro.includes(ModuleBase);
  // the largest last defined first: a file's blocks come before the network that is made of them
  for (const candidate of defaultModels(program, module, isModuleClass).reverse()) {
    if (!covered(candidate)) yield { candidate: withInputs(candidate) };
  }
  for (const { name, definition } of moduleClasses(program, module, isModuleClass).reverse()) {
    if (done.covered.has(definition.start)) continue;
    for (const made of watch.runMentioning(name)) {
      yield* uncovered(made);
      if (done.covered.has(definition.start)) break;
    }
  }
}

function isCovered({ type }: InstanceValue, file: string, covered: ReadonlySet<number>): boolean {
  return type.definition?.file !== file || covered.has(type.definition.start);
}

/** What a run's models are made from: they need no run of their own. */
function* definitionsIn({ analysis, tree }: ModelRun): Generator<Location> {
  if (analysis.definition !== null) yield analysis.definition;
  for (const { type } of tree.paths.keys()) if (type.definition !== null) yield type.definition;
}

function runCandidate(
  interpreter: Interpreter,
  module: ModuleValue,
  file: string,
  candidate: Candidate,
  training: boolean,
): ModelRun {
  const { expression, origin, definition, failure } = candidate;
  if (failure !== undefined)
    return failedModel(file, { expression, origin, definition, training, inputs: null }, failure);
  const made = construct(interpreter, () => candidate.module ?? evaluateIn(interpreter, module, expression));
  const request = { expression, origin, definition, training, inputs: candidate.inputs, call: candidate.call };
  if (made.kind === 'failed') return failedModel(file, request, made, interpreter.doubts);
  const attempt = (inputs: readonly InputSpec[] | null, isInputSupposed = true): ModelRun =>
    runModel(interpreter, file, made.module, { ...request, inputs, isInputSupposed });
  const given = candidate.inputs;
  const known =
    given === null
      ? declaredInputs(interpreter, made.module)
      : candidate.call
        ? given
        : withElementTypes(interpreter, made.module, given);
  if (known !== null) return attempt(known, false);
  const count = requiredInputs(made.module);
  return runSupposed(interpreter, made.module, supposeInputs(interpreter, made.module, count), count, attempt);
}

function syntaxErrors(program: Program): Diagnostic[] {
  // the language's own server reports these; here they only say why a part of the file is not evaluated
  return program.errors.map(({ start, end }) => ({
    code: 'CL4001',
    details: {},
    severity: 'information',
    location: { file: program.file, start, end },
    related: [],
  }));
}
