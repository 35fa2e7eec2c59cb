// The worker of the free expression: an expression that runs too long is ended by ending the worker. Bundled as a classic script.
import { algebraRequest, type AlgebraReply, type AlgebraRequest } from '../../protocol/algebra';
import { parse } from '../../protocol/validate';
import { compute } from './algebra';

const port = self as unknown as {
  postMessage: (reply: AlgebraReply) => void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
};

function answer({ id, expression, scope }: AlgebraRequest): AlgebraReply {
  try {
    return { reply: 'result', id, text: compute(expression, scope).slice(0, 10_000) };
  } catch (error) {
    return { reply: 'problem', id, message: (error instanceof Error ? error.message : String(error)).slice(0, 1_000) };
  }
}

port.onmessage = (event) => {
  const request = parse(algebraRequest, event.data);
  if (request.ok) port.postMessage(answer(request.value));
};
