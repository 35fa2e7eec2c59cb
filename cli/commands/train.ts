// convlens train FILE: trains the model that the file defines, as the notes' script does.
import type { FileAnalysis, ModelAnalysis } from '../../core/analysis';
import { serialiseGraph } from '../../core/report/serialise';
import type { ImageDataset } from '../../engine/data/dataset';
import { runTraining } from '../../engine/host/runTraining';
import { RunControl } from '../../engine/train/control';
import type { Checkpoint } from '../../engine/train/events';
import { asFailure, errorEvent } from '../../engine/train/failure';
import { singleImageInputs } from '../../server/features/model';
import { openWorkbench, type Workbench } from '../analysis';
import { absolute, UsageError, type Environment } from '../environment';
import { onlyFile, parseOptions, type Parsed } from '../options';
import { chooseData, type ChosenData } from '../training/data';
import { jsonPrinter, textPrinter } from '../training/output';
import { readTrainArguments, trainOptions } from '../training/settings';

/** 0: trained. 1: the run failed, or its result could not be saved. @throws UsageError */
export async function train(args: readonly string[], environment: Environment): Promise<number> {
  const parsed = parseOptions(args, trainOptions);
  const file = onlyFile(parsed, 'train');
  const { settings, device, workers, every, savePath, profile } = readTrainArguments(parsed);
  const resume = readCheckpoint(parsed, environment);
  const workbench = await openWorkbench(environment);
  const emit = (parsed.flag('json') ? jsonPrinter : textPrinter)(every, workbench.places, environment);
  let chosen: ChosenData;
  try {
    chosen = await chooseData(parsed.text('data'), environment);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    emit(errorEvent(asFailure(error)));
    return 1;
  }
  if (parsed.text('data') === undefined) environment.error(`convlens: training on ${chosen.description}\n`);
  const { training, evaluation } = trainedModel(workbench, file, parsed, chosen.data.train, environment);
  const control = new RunControl();
  environment.onInterrupt(() => control.stop());
  const { reason, unsaved } = await runTraining({
    graph: serialiseGraph(training.graph),
    evaluation: evaluation && serialiseGraph(evaluation.graph),
    settings,
    device,
    workers,
    data: chosen.data,
    kernels: environment.kernels(),
    resume,
    environment: environment.training,
    control,
    emit,
    save: (checkpoint) => save(checkpoint, savePath, environment),
    saveLast: false,
    profile,
  });
  if (unsaved.length > 0) environment.error(`convlens: ${savePath} was not saved\n`);
  return reason === 'failed' || unsaved.length > 0 ? 1 : 0;
}

function readCheckpoint(parsed: Parsed, environment: Environment): { bytes: Uint8Array; file: string } | null {
  const file = parsed.text('resume');
  if (file === undefined) return null;
  const bytes = environment.readBytes(absolute(file, environment));
  if (!bytes) throw new UsageError(`--resume ${file}: cannot be read`);
  return { bytes, file };
}

async function save(checkpoint: Checkpoint, path: string, environment: Environment): Promise<string> {
  const bytes = path.endsWith('.safetensors') ? checkpoint.safetensors() : checkpoint.pth();
  await environment.writeFile(absolute(path, environment), bytes);
  return path;
}

interface TrainedModel {
  readonly training: ModelAnalysis;
  /** undefined: it cannot be told; training then stands for it. */
  readonly evaluation: ModelAnalysis | undefined;
}

/** The model in both modes on images of the size that the file tells, else of the data's. */
function trainedModel(
  workbench: Workbench,
  file: string,
  parsed: Parsed,
  { channels, height, width }: ImageDataset,
  environment: Environment,
): TrainedModel {
  const expression = parsed.text('model');
  const roots = parsed.list('path').map((root) => absolute(root, environment));
  const request = { roots, ...(expression !== undefined && { model: expression }) };
  const first = usable(workbench.analyze(file, request), file, expression);
  const told = first.isInputSupposed ? undefined : singleImageInputs(first);
  const single = told ?? [`1x${channels}x${height}x${width}`];
  const analyse = (batch: string, training: boolean): ModelAnalysis | undefined => {
    const inputs = single.map((input) => input.replace(/^1x/, `${batch}x`));
    return workbench
      .analyze(file, { ...request, inputs, training })
      .models.find((model) => model.expression === first.expression);
  };
  // A symbol tells where the batch goes in every shape; code that needs a number gets two images.
  const known = (model: ModelAnalysis | undefined): boolean => model?.unknowns.length === 0;
  const batch = known(analyse('N', true)) ? 'N' : '2';
  const same = analyse(batch, true);
  if (!same) throw new UsageError(`${file}: ${first.expression} cannot be analysed in training mode`);
  const [unknown] = same.unknowns;
  if (unknown) {
    const place = workbench.places.start(unknown.location);
    const where = place ? `${place.file}:${place.line}:${place.column}` : file;
    throw new UsageError(`${where}: ${same.expression} cannot be trained: ${unknown.reason}`);
  }
  const evaluation = analyse(batch, false);
  const names = (model: ModelAnalysis): string => model.graph.parameters.map(({ name }) => name).join();
  const fits = evaluation !== undefined && known(evaluation) && names(evaluation) === names(same);
  return { training: same, evaluation: fits ? evaluation : undefined };
}

function usable(analysis: FileAnalysis, file: string, expression: string | undefined): ModelAnalysis {
  const [model] = analysis.models;
  if (!model) throw new UsageError(`${file}: ${expression ?? 'it'} defines no model that could be found`);
  return model;
}
