// The visualiser's worker: computes the lesson's convolutions and answers one request after another. Bundled as a classic script.
import type { UnknownOutcome, Wrong } from '../../core/base/outcome';
import { convolve, type Convolution } from '../../core/lesson/convolve';
import { windowAt, type OutputPosition, type OutputWindow } from '../../core/lesson/output-window';
import { proveGrouped, proveSeparable } from '../../core/lesson/proof';
import type { Scene } from '../../core/lesson/scene';
import { convolveSeparable, depthwiseStep, pointwiseStep, type SeparableResult } from '../../core/lesson/separable';
import { lessonRequest, type LessonReply, type LessonRequest, type SceneWindows } from '../../protocol/lesson';
import { parse } from '../../protocol/validate';

interface Loaded {
  readonly scene: Scene;
  readonly separable: SeparableResult;
}

const port = self as unknown as {
  postMessage: (reply: LessonReply) => void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
};

let loaded: Loaded | undefined;

const refused = (id: number, outcome: UnknownOutcome | Wrong): LessonReply =>
  outcome.kind === 'wrong'
    ? { reply: 'refused', id, code: outcome.problem.code, details: outcome.problem.details }
    : { reply: 'refused', id, code: outcome.kind, details: { reason: outcome.reason } };

const load = (id: number, scene: Scene): LessonReply => {
  const [standard, grouped, separable] = [
    convolve(scene.standard),
    convolve(scene.grouped),
    convolveSeparable(scene.separable),
  ];
  if (standard.kind !== 'known') return refused(id, standard);
  if (grouped.kind !== 'known') return refused(id, grouped);
  if (separable.kind !== 'known') return refused(id, separable);
  loaded = { scene, separable: separable.value };
  const { between, output } = separable.value;
  return { reply: 'loaded', id, standard: standard.value, grouped: grouped.value, between, separable: output };
};

const inForm = (convolution: Convolution, position: OutputPosition): OutputWindow | null =>
  position.channel < convolution.weight.outChannels ? windowAt(convolution, position) : null;

function windows({ scene, separable }: Loaded, position: OutputPosition): SceneWindows {
  const pointwise = inForm(pointwiseStep(scene.separable, separable.between), position);
  const depthwise = depthwiseStep(scene.separable);
  return {
    standard: inForm(scene.standard, position),
    grouped: inForm(scene.grouped, position),
    separable: pointwise && {
      depthwise: Array.from({ length: depthwise.weight.outChannels }, (_, channel) =>
        windowAt(depthwise, { ...position, channel }),
      ),
      pointwise,
    },
  };
}

function answer(request: LessonRequest): LessonReply {
  switch (request.request) {
    case 'load':
      return load(request.id, request.scene);
    case 'window':
      return loaded
        ? { reply: 'window', id: request.id, ...windows(loaded, request.position) }
        : refused(request.id, { kind: 'unknown', reason: 'no scene' });
    case 'prove': {
      const grouped = proveGrouped(request.grouped);
      if (grouped.kind !== 'known') return refused(request.id, grouped);
      const separable = proveSeparable(request.separable);
      if (separable.kind !== 'known') return refused(request.id, separable);
      return { reply: 'proved', id: request.id, grouped: grouped.value, separable: separable.value };
    }
  }
}

port.onmessage = (event) => {
  const request = parse(lessonRequest, event.data);
  if (request.ok) port.postMessage(answer(request.value));
  else
    port.postMessage({ reply: 'refused', id: 0, code: 'message', details: { reason: request.problem.slice(0, 900) } });
};
