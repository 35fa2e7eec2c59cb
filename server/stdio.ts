// The language server over standard input and output, for any editor: `convlens serve --stdio`.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeRuntime } from './nodeRuntime';
import { serve } from './server';

export function serveStdio(assets: URL): void {
  serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout), nodeRuntime(assets));
}
