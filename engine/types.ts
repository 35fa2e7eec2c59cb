// What the parts of the engine agree on: how an engine is made, fed, stepped and read. The plan, the kernels and the layers
// implement `Engine`; the trainer, the optimisers' settings, the checkpoints and the hosts use it. All tensors are row-major.
//
//     const made = await createEngine({ graph, device: 'wasm', batchSize: 128, loss: { kind: 'cross_entropy' }, kernels });
//     if (made.kind === 'known') { await made.value.step(batch, optimizer); }
import type { Problem } from '../core/base/diagnostic';
import type { Location } from '../core/base/location';
import type { ParameterId, SerialisedGraph, ValueId } from '../core/graph/graph';
import type { Gpu } from './webgpu/api';

export type EngineKind = 'reference' | 'wasm' | 'webgpu';

/** The bytes of the compiled kernels; the relaxed variant is chosen where the runtime validates it. */
export interface KernelBytes {
  readonly simd: Uint8Array<ArrayBuffer>;
  readonly relaxed?: Uint8Array<ArrayBuffer>;
}

/** The losses of torch.nn.functional, with their defaults there. Class losses take `Batch.labels`, the others `Batch.targets`. */
export type LossSpec =
  | {
      readonly kind: 'cross_entropy';
      readonly weight?: readonly number[];
      readonly labelSmoothing?: number;
      readonly ignoreIndex?: number;
    }
  | { readonly kind: 'nll'; readonly weight?: readonly number[]; readonly ignoreIndex?: number }
  | { readonly kind: 'mse' }
  | { readonly kind: 'bce_with_logits'; readonly posWeight?: readonly number[] };

export interface EngineOptions {
  /** Analysed in training mode for training; any batch size: the plan derives every shape again for `batchSize`. */
  readonly graph: SerialisedGraph;
  /**
   * The same model analysed in evaluation mode, for `evaluate` and `forward`: code may take other ways there. Absent: the training
   * graph, with its norms and dropouts as evaluation has them.
   */
  readonly evaluation?: SerialisedGraph;
  readonly device: EngineKind;
  /** The largest batch that will be fed; smaller ones are fine at any time. */
  readonly batchSize: number;
  readonly loss: LossSpec;
  /**
   * Where `forward` returns several tensors in training: the loss is that of the first, and this many times those of the others
   * (0: the first alone). Absent: such a model is refused.
   */
  readonly auxiliaryWeight?: number;
  /** Needed by `wasm`. */
  readonly kernels?: KernelBytes;
  /** Needed by `webgpu`: `navigator.gpu`, or what stands for it. */
  readonly gpu?: Gpu;
  /** Refuse a plan that needs more bytes than this; absent: what WebAssembly can address. */
  readonly memoryLimit?: number;
  /** Draws for dropout; absent: a graph that drops is refused. */
  readonly random?: DropoutSource;
  /** Slots the optimiser may keep (`SlotName`): momentum 1, Adam 2, AMSGrad 3. Absent: 2. */
  readonly optimizerSlots?: number;
  /**
   * Further workers that share each batch; absent: this thread alone, which also computes a graph in which items depend on each other
   * by more than batch norms (`Engine.workers` says it). A WebGPU device takes the whole batch.
   */
  readonly workers?: readonly WorkerChannel[];
  /** Measure each operation's time (`profile()`); costs a clock reading an operation. */
  readonly profile?: boolean;
  /** Milliseconds, monotonic: `performance.now`. Needed by `profile`. */
  readonly now?: () => number;
}

/**
 * Dropout masks as PyTorch's CPU generator draws them (aten/native/cpu/DistributionTemplates.h, bernoulli_kernel): two 32-bit
 * draws an element, in order of elements, from the main generator. (On Intel processors PyTorch takes MKL's stream instead:
 * aten/native/cpu/DistributionKernels.cpp. The engine draws the same everywhere.) Made by `engine/random/dropout.ts`.
 */
export interface DropoutSource {
  /**
   * One dropout call over `total` elements: takes its 2·total draws and writes elements [from, from + target.length) of the
   * mask: 1 with `probability`, else 0. Workers that share a batch each hold a copy of the generator and write their own share.
   */
  bernoulli(probability: number, total: number, from: number, target: Float32Array): void;
  /** As `bernoulli`, of `torch.rand`: one draw an element, uniform in [0, 1). */
  uniform(total: number, from: number, target: Float32Array): void;
  /** The generator's state, as `torch.get_rng_state()` has it, to bring a worker's copy to the same place. */
  readState(): Uint8Array<ArrayBuffer>;
  writeState(state: Uint8Array): void;
}

/** A message channel as both node:worker_threads and browsers have it, reduced to what the engine needs. */
export interface WorkerChannel {
  /** The other side is a thread that a SharedArrayBuffer can be posted to, and that may block (Node, isolated pages). */
  readonly sharesMemory?: boolean;
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** One batch. `images` holds `count` items: normalised float32, or bytes that are normalised on the way in. */
export interface Batch {
  readonly images: Float32Array | ByteImages;
  readonly count: number;
  /** Class indices (cross_entropy, nll): one an item, or one a position for dense outputs. */
  readonly labels?: Int32Array;
  /** The loss's target for mse and bce_with_logits, shaped as the output. */
  readonly targets?: Float32Array;
  /** Further inputs of `forward`, in order after the first. Indices (embedding) are Int32Array. */
  readonly further?: readonly (Float32Array | Int32Array)[];
}

/** value = (byte / 255 − mean[channel]) / std[channel], in the order in which torchvision's ToTensor and Normalize compute it. */
export interface ByteImages {
  readonly bytes: Uint8Array;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** The update rule of one step; torch.optim's formulas. Rates may change from step to step. */
export type UpdateRule =
  | { readonly kind: 'sgd'; readonly momentum: number; readonly dampening: number; readonly nesterov: boolean }
  | {
      readonly kind: 'adam' | 'adamw';
      readonly beta1: number;
      readonly beta2: number;
      readonly eps: number;
      readonly amsgrad: boolean;
    }
  | {
      readonly kind: 'rmsprop';
      readonly alpha: number;
      readonly eps: number;
      readonly momentum: number;
      readonly centered: boolean;
    };

export interface UpdateGroup {
  /** Trainable parameters; each in at most one group; those in no group stay as they are. */
  readonly parameters: readonly ParameterId[];
  readonly rule: UpdateRule;
  readonly lr: number;
  readonly weightDecay: number;
  readonly maximize?: boolean;
}

export interface OptimizerStep {
  readonly groups: readonly UpdateGroup[];
  /** torch.nn.utils.clip_grad_norm_ (2-norm over all) or clip_grad_value_, before the update. */
  readonly clip?: { readonly kind: 'norm' | 'value'; readonly max: number };
}

/** Names of the optimiser's slots as torch.optim's `state_dict` has them. */
export type SlotName = 'momentum_buffer' | 'exp_avg' | 'exp_avg_sq' | 'max_exp_avg_sq' | 'square_avg' | 'grad_avg';

/** The optimiser's state. Every slot is flat over `Engine.layout`; `steps` counts updates, one entry a layout entry. */
export interface OptimizerState {
  readonly steps: readonly number[];
  readonly slots: Readonly<Partial<Record<SlotName, Float32Array>>>;
}

/** Where a trainable parameter lies in the flat arrays of parameters, gradients and slots: state order, no gaps. */
export interface ParameterSlot {
  readonly id: ParameterId;
  readonly name: string;
  readonly shape: readonly number[];
  /** In elements. */
  readonly offset: number;
  readonly length: number;
  /** False: no gradient reaches it; PyTorch's `grad` is None and optimisers skip it. */
  readonly used: boolean;
}

export interface StepResult {
  /** Of the whole batch, before the update; the loss's own reduction (mean). */
  readonly loss: number;
  /** Items (positions) whose largest logit is the label's; NaN-free; 0 for losses without classes. */
  readonly correct: number;
  /** The gradients' 2-norm before clipping; only where `clip` asks for it. */
  readonly gradientNorm?: number;
}

export interface EvaluationResult {
  /** loss × the batch's denominator, so that sums over batches divide by the sum of `weight`. */
  readonly lossSum: number;
  readonly weight: number;
  readonly correct: number;
  /** The class of the largest logit, one an item (position); for losses with classes. A view, valid until the next call. */
  readonly predictions?: Int32Array;
}

/** Measured time of one operation of the plan, accumulated since the last `resetProfile()`. */
export interface OperationTime {
  /** Indices into `graph.operations`: several where kernels are fused. */
  readonly operations: readonly number[];
  readonly forwardMs: number;
  readonly backwardMs: number;
  readonly steps: number;
  /** `wasm`, `webgpu`: own kernel; `reference`: the plain rule runs on the same memory. */
  readonly kernel: EngineKind;
}

/** Where NaN or infinity was met in training. */
export interface NonFinitePlace {
  /** Counted from 1 since the engine was made. */
  readonly step: number;
  /** The dotted path of the module, or the operator's name. */
  readonly layer: string;
  readonly tensor: 'activation' | 'loss' | 'gradient' | 'parameter';
  readonly location: Location | null;
}

/** NaN or infinity met in training: what, where, when. */
export class NonFiniteError extends Error {
  readonly place: NonFinitePlace;

  constructor(place: NonFinitePlace) {
    super(`step ${place.step}: ${place.tensor} of ${place.layer} is not finite`);
    this.name = 'NonFiniteError';
    this.place = place;
  }
}

export interface ForwardResult {
  readonly logits: Float32Array;
  readonly shape: readonly number[];
  /** The kept values of the graph (activations), by ValueId. */
  readonly kept: ReadonlyMap<ValueId, { readonly shape: readonly number[]; readonly data: Float32Array }>;
}

/** State of one parameter or buffer, as `state_dict()` has it. int64 buffers (`num_batches_tracked`) are BigInt64Array. */
export type StateData = Float32Array | BigInt64Array;

export interface Engine {
  readonly kind: EngineKind;
  /** `relaxed` where the relaxed SIMD kernels run. */
  readonly variant: 'plain' | 'simd' | 'relaxed';
  readonly batchSize: number;
  readonly workers: number;
  /** Bytes of the whole plan on one worker: parameters, gradients, slots, activations, scratch. Known before the first step. */
  readonly plannedBytes: number;
  readonly layout: readonly ParameterSlot[];
  /** A copy. */
  readState(id: ParameterId): Promise<StateData>;
  /** Copies `data` in; lengths must match. */
  writeState(id: ParameterId, data: StateData): Promise<void>;
  /** Copy of all gradients of the last step, flat over `layout`. */
  readGradients(): Promise<Float32Array>;
  readOptimizer(): Promise<OptimizerState>;
  writeOptimizer(state: OptimizerState): Promise<void>;
  /** Forward in training mode, loss, backward, update. Throws NonFiniteError. */
  step(batch: Batch, optimizer: OptimizerStep): Promise<StepResult>;
  /** Forward in eval mode and loss; nothing changes. Throws NonFiniteError never. */
  evaluate(batch: Batch): Promise<EvaluationResult>;
  /** Forward in eval mode. `keep`: values (of `evaluation`, where that was given) to return beside the logits. */
  forward(images: Batch['images'], count: number, keep?: readonly ValueId[] | 'all'): Promise<ForwardResult>;
  profile(): readonly OperationTime[];
  resetProfile(): void;
  /** Ends the workers' service; the memory is free once the engine is unreachable. */
  dispose(): void;
}

/** Why a graph has no plan. */
export interface PlanRefusal {
  readonly kind: 'refused';
  /** CL3001 for an operator without a rule; further CL3xxx for shapes, memory, initial state. */
  readonly problem: Problem;
  readonly location: Location | null;
}

export interface PlanAccepted {
  readonly kind: 'known';
  readonly value: Engine;
}

/** `engine/session.ts` exports `createEngine: (options: EngineOptions) => Promise<EngineOutcome>`. */
export type EngineOutcome = PlanAccepted | PlanRefusal;

/** `engine/parallel/serve.ts` exports `serveWorker: (channel: WorkerChannel) => void`, run in each further worker. */
export type ServeWorker = (channel: WorkerChannel) => void;
