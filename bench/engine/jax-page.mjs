// The notes' network in jax-js, trained by plain SGD on the CPU backend, in a worker of a page: the peer of bench/engine/jax.mjs.
// An array is given away where it is used; `.ref` keeps it (the library counts references).
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  random,
  tree,
  valueAndGrad,
} from '@jax-js/jax';

const BATCH = 128;
const EPSILON = 1e-5;

const convolve = (x, weight, { padding = 0, dilation = 1, groups = 1 } = {}) =>
  lax.convGeneralDilated(
    x,
    weight,
    [1, 1],
    [
      [padding, padding],
      [padding, padding],
    ],
    { rhsDilation: [dilation, dilation], featureGroupCount: groups },
  );

/** Batch norm over the batch's own statistics, and ReLU. */
function normalise(x, { scale, shift }) {
  const axes = [0, 2, 3];
  const mean = np.mean(x.ref, axes, { keepdims: true });
  const centred = x.sub(mean);
  const variance = np.mean(np.square(centred.ref), axes, { keepdims: true });
  const y = centred.div(np.sqrt(variance.add(EPSILON)));
  return nn.relu(y.mul(scale).add(shift));
}

function pool(x) {
  const [n, c, h, w] = x.shape;
  return np.max(x.reshape([n, c, h / 2, 2, w / 2, 2]), [3, 5]);
}

function separable(x, block, dilation) {
  const groups = x.shape[1];
  x = normalise(convolve(x, block.depthwise, { padding: dilation, dilation, groups }), block.first);
  return normalise(convolve(x, block.pointwise), block.second);
}

function loss(parameters, images, labels) {
  const { stem, norm, block1, block2, block3, weight, bias } = parameters;
  let x = normalise(convolve(images, stem, { padding: 1 }), norm);
  x = pool(separable(x, block1, 2));
  x = pool(separable(x, block2, 2));
  x = np.mean(separable(x, block3, 1), [2, 3]);
  const logits = np.matmul(x, weight).add(bias);
  return np.mean(np.sum(nn.logSoftmax(logits, -1).mul(labels), -1)).mul(-1);
}

function initial(base) {
  let seed = 0;
  const weight = (shape, fan) =>
    random
      .uniform(random.key(seed++), shape)
      .sub(0.5)
      .mul(2 / Math.sqrt(fan));
  const norm = (channels) => ({ scale: np.ones([1, channels, 1, 1]), shift: np.zeros([1, channels, 1, 1]) });
  const block = (from, to) => ({
    depthwise: weight([from, 1, 3, 3], 9),
    first: norm(from),
    pointwise: weight([to, from, 1, 1], from),
    second: norm(to),
  });
  return {
    stem: weight([base, 1, 3, 3], 9),
    norm: norm(base),
    block1: block(base, base * 2),
    block2: block(base * 2, base * 4),
    block3: block(base * 4, base * 8),
    weight: weight([base * 8, 10], base * 8),
    bias: np.zeros([10]),
  };
}

const differentiate = jit(valueAndGrad(loss));
let parameters;
let data;
let at = 0;

async function start({ pixels, labels }) {
  await init('wasm');
  defaultDevice('wasm');
  data = { labels, images: Float32Array.from(pixels, (byte) => (byte / 255 - 0.1307) / 0.3081) };
  parameters = initial(32);
}

/** Answers with the milliseconds of one step, and its loss. */
async function step() {
  const begin = performance.now();
  const images = np.array(data.images.slice(at * 784, (at + BATCH) * 784)).reshape([BATCH, 1, 28, 28]);
  const classes = new Float32Array(BATCH * 10);
  for (let i = 0; i < BATCH; i++) classes[i * 10 + data.labels[at + i]] = 1;
  at += BATCH;
  const [value, gradients] = differentiate(tree.ref(parameters), images, np.array(classes).reshape([BATCH, 10]));
  parameters = tree.map((p, g) => p.sub(g.mul(0.05)), parameters, gradients);
  await blockUntilReady(parameters);
  const [told] = await value.data();
  return { ms: performance.now() - begin, loss: told };
}

self.onmessage = ({ data: request }) =>
  void (request.type === 'start' ? start(request) : step()).then(
    (answer) => self.postMessage(answer ?? {}),
    (error) => self.postMessage({ failed: String(error?.stack ?? error) }),
  );
