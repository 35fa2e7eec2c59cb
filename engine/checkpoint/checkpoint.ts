// A training checkpoint: what the notes' script saves, so that its own `torch.load` and both `load_state_dict` take it, and beside
// that, under "trainer", what a run needs to go on as if it had never stopped.
//
//     { "epoch": 3, "model_state": ..., "optimizer_state": ..., "val_acc": 98.61, "trainer": { "rng_state": ..., ... } }
import { failure } from '../train/failure';
import type { PyDict } from './pickleValue';
import { dict, float, isDict, orderedDict, PyTensor, type PyValue } from './pickleValue';
import { readSafetensors } from './safetensors';
import { decode, type FileTensor } from './tensor';
import { readTorchFile, writeTorchFile } from './torchFile';

export interface TrainingCheckpoint {
  /** Finished epochs. */
  readonly epoch: number;
  /** By the names of `state_dict()`. */
  readonly model: ReadonlyMap<string, FileTensor>;
  /** `optimizer.state_dict()`. */
  readonly optimizer: PyDict;
  /** Percent. */
  readonly valAcc: number;
  readonly trainer: TrainerState;
}

/** What `torch.load` hands out under "trainer"; PyTorch itself needs none of it. */
export interface TrainerState {
  /** `torch.get_rng_state()` after the epoch. */
  readonly generator: Uint8Array;
  /** Steps of the optimiser so far. */
  readonly step: number;
  readonly bestValAcc: number;
  readonly bestEpoch: number;
  /** Epochs since the best one. */
  readonly epochsWithoutImprovement: number;
  /** Of the schedule. */
  readonly schedule: Readonly<Record<string, number>>;
}

/** What a file to go on from holds: all of it, or, if another program wrote it, the part that it has. */
export interface LoadedCheckpoint {
  readonly model: ReadonlyMap<string, PyTensor>;
  /** 0 where the file does not say. */
  readonly epoch: number;
  readonly valAcc: number | null;
  readonly optimizer: PyDict | null;
  readonly trainer: TrainerState | null;
}

export function writeCheckpoint({
  epoch,
  model,
  optimizer,
  valAcc,
  trainer,
}: TrainingCheckpoint): Uint8Array<ArrayBuffer> {
  // One PyTensor a tensor, so that shared weights share their storage in the file too.
  const tensors = new Map<FileTensor, PyTensor>();
  const shared = (tensor: FileTensor): PyTensor => {
    const known = tensors.get(tensor) ?? PyTensor.of(tensor);
    tensors.set(tensor, known);
    return known;
  };
  const generator: FileTensor = { dtype: 'uint8', shape: [trainer.generator.length], bytes: trainer.generator };
  return writeTorchFile(
    dict({
      epoch,
      model_state: orderedDict([...model].map(([name, tensor]) => [name, shared(tensor)] as const)),
      optimizer_state: optimizer,
      val_acc: float(valAcc),
      trainer: dict({
        rng_state: PyTensor.of(generator),
        step: trainer.step,
        best_val_acc: float(trainer.bestValAcc),
        best_epoch: trainer.bestEpoch,
        epochs_without_improvement: trainer.epochsWithoutImprovement,
        scheduler_state: dict(Object.fromEntries(Object.entries(trainer.schedule).map(([k, v]) => [k, float(v)]))),
      }),
    }),
  );
}

/**
 * Reads a checkpoint of the engine or of the script, a bare `state_dict()`, or a safetensors file. Throws TrainingFailure CL3201
 * where it is none of these.
 */
export function readCheckpoint(bytes: Uint8Array, file: string): LoadedCheckpoint {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip && file.endsWith('.safetensors')) return bare(readSafetensors(bytes, file));
  const value = readTorchFile(bytes, file);
  if (!isDict(value)) throw failure('CL3201', { file, reason: 'it holds no dict' });
  const model = value.get('model_state');
  if (model === undefined) return bare(tensorsOf(value, file));
  const epoch = value.get('epoch');
  const valAcc = value.get('val_acc');
  const optimizer = value.get('optimizer_state');
  return {
    model: tensorsOf(model, file),
    epoch: typeof epoch === 'number' && epoch >= 0 ? Math.floor(epoch) : 0,
    valAcc: typeof valAcc === 'number' ? valAcc : null,
    optimizer: isDict(optimizer) ? optimizer : null,
    trainer: trainerOf(value.get('trainer')),
  };
}

const bare = (model: ReadonlyMap<string, PyTensor>): LoadedCheckpoint => ({
  model,
  epoch: 0,
  valAcc: null,
  optimizer: null,
  trainer: null,
});

function tensorsOf(value: PyValue, file: string): ReadonlyMap<string, PyTensor> {
  const tensors = new Map<string, PyTensor>();
  for (const [name, tensor] of isDict(value) ? value : []) {
    if (typeof name !== 'string' || !(tensor instanceof PyTensor)) {
      throw failure('CL3201', { file, reason: 'it holds no state of a model' });
    }
    tensors.set(name, tensor);
  }
  return tensors;
}

/** null unless every part is there and of the right kind. */
function trainerOf(value: PyValue | undefined): TrainerState | null {
  if (!isDict(value)) return null;
  const number = (name: string): number => {
    const found = value.get(name);
    return typeof found === 'number' ? found : Number.NaN;
  };
  const state = value.get('rng_state');
  const schedule = value.get('scheduler_state');
  if (!(state instanceof PyTensor) || state.dtype !== 'uint8' || !isDict(schedule)) return null;
  const trainer: TrainerState = {
    generator: Uint8Array.from(decode(state.read()), Number),
    step: number('step'),
    bestValAcc: number('best_val_acc'),
    bestEpoch: number('best_epoch'),
    epochsWithoutImprovement: number('epochs_without_improvement'),
    schedule: Object.fromEntries(
      [...schedule].filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    ),
  };
  const numbers = [trainer.step, trainer.bestValAcc, trainer.bestEpoch, trainer.epochsWithoutImprovement];
  return numbers.every((each) => !Number.isNaN(each)) ? trainer : null;
}
