// The page's side of the channel to the extension: what arrives is checked, what is refused is reported, nothing else gets through.
import { parse, type Check } from '../../protocol/validate';
import type { LogMessage } from '../../protocol/webview';

export interface Host<Out> {
  readonly send: (message: Out) => void;
  /** A line in the extension's output channel. */
  readonly log: (message: string) => void;
  /** Kept by VS Code across a reload of the window. */
  readonly remember: (state: unknown) => void;
  readonly remembered: () => unknown;
}

/** Must be called once in the life of the page: VS Code gives its interface only once. */
export function connect<In, Out>(check: Check<In>, receive: (message: In) => void): Host<Out> {
  const vscode = acquireVsCodeApi<unknown>();
  const log = (message: string): void => {
    vscode.postMessage({ type: 'log', message: message.slice(0, 10_000) } satisfies LogMessage);
  };
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = parse(check, event.data);
    if (message.ok) receive(message.value);
    else log(`refused a message from the extension: ${message.problem}`);
  });
  return {
    send: (message) => {
      vscode.postMessage(message);
    },
    log,
    remember: (state) => {
      vscode.setState(state);
    },
    remembered: () => vscode.getState(),
  };
}
