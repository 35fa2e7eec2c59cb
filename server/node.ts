// Entry of the language server under Node, as the editor starts it: over IPC, or over whatever channel its arguments name.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeRuntime } from './nodeRuntime';
import { serve } from './server';

serve(createConnection(ProposedFeatures.all), nodeRuntime(new URL('./', import.meta.url)));
