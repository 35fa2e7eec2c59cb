// The checks that run inside the extension host, through the API that other extensions use.
import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { plain } from '../plain';
import { eventually, type Check, type CheckContext } from './check';

export const EXTENSION_ID = 'convlens.convlens';

/** The models of the folder `workspace`, each with an answer that is known. */
const FILES = { python: 'model.py', typescript: 'model.mts', broken: 'broken.py', bad: 'bad_groups.py' } as const;

async function open({ api, uri }: CheckContext, name: string): Promise<vscode.TextDocument> {
  const document = await api.workspace.openTextDocument(uri(name));
  await api.window.showTextDocument(document);
  return document;
}

function hintsOf({ api }: CheckContext, document: vscode.TextDocument): Promise<vscode.InlayHint[]> {
  const whole = document.validateRange(new api.Range(0, 0, document.lineCount, 0));
  const ask = () =>
    api.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
  return eventually(ask, `inlay hints in ${document.uri.path}`);
}

const textOf = ({ label }: vscode.InlayHint) =>
  typeof label === 'string' ? label : label.map((part) => part.value).join('');

const lineOf = (document: vscode.TextDocument, text: string) => {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} in ${document.uri.path}`);
  return document.positionAt(offset).line;
};

async function hoverText({ api }: CheckContext, document: vscode.TextDocument, over: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(over) + over.length - 1);
  const ask = () => api.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
  const hovers = await eventually(ask, `a hover over ${over}`);
  const contents = hovers.flatMap((hover) => hover.contents);
  return plain(contents.map((content) => (typeof content === 'string' ? content : content.value)).join('\n'));
}

async function hintOnLine(context: CheckContext, name: string, source: string): Promise<string> {
  const document = await open(context, name);
  const line = lineOf(document, source);
  const hints = await hintsOf(context, document);
  const found = hints.filter((hint) => hint.position.line === line).map(textOf);
  assert.ok(found.length > 0, `no hint on line ${line + 1}; there are: ${hints.map(textOf).join(', ')}`);
  return found.join(' ');
}

export const checks: readonly Check[] = [
  {
    name: 'the extension activates on a Python file',
    run: async (context) => {
      await open(context, FILES.python);
      const extension = context.api.extensions.getExtension(EXTENSION_ID);
      assert.ok(extension, `${EXTENSION_ID} is installed`);
      await extension.activate();
      assert.ok(extension.isActive);
    },
  },
  {
    name: 'every command that the manifest contributes is registered',
    run: async ({ api }) => {
      const manifest = api.extensions.getExtension(EXTENSION_ID)?.packageJSON as
        { contributes?: { commands?: { command: string }[] } } | undefined;
      const contributed = manifest?.contributes?.commands?.map(({ command }) => command) ?? [];
      assert.ok(contributed.length > 0, 'commands are contributed');
      const registered = new Set(await api.commands.getCommands(true));
      assert.deepEqual(
        contributed.filter((command) => !registered.has(command)),
        [],
      );
    },
  },
  {
    name: 'a Python layer has an inlay hint with its channels',
    run: async (context) => {
      assert.match(await hintOnLine(context, FILES.python, 'nn.Conv2d(3, 8'), /3\s*→\s*8/);
    },
  },
  {
    name: 'the hover over a depthwise layer has its weight shape, params, MACs and output size',
    run: async (context) => {
      const text = await hoverText(context, await open(context, FILES.python), 'self.depthwise = nn.Conv2d');
      // Weight (8, 8/8, 3, 3); 8·1·9 = 72 parameters; 72·16² = 18,432 MACs; 32 → 16 by stride 2.
      assert.match(text, /\(8,1,3,3\)|8×1×3×3/);
      assert.match(text, /72/);
      assert.match(text, /18432|18\.4K/);
      assert.match(text, /16×16|16²/);
    },
  },
  {
    name: 'a file with a syntax error keeps its other hints',
    run: async (context) => {
      assert.match(await hintOnLine(context, FILES.broken, 'nn.Conv2d(3, 8'), /3\s*→\s*8/);
    },
  },
  {
    name: 'groups that do not divide the channels are an error at the call',
    run: async (context) => {
      const document = await open(context, FILES.bad);
      const ask = () => Promise.resolve(context.api.languages.getDiagnostics(document.uri));
      const found = await eventually(ask, 'a diagnostic');
      const line = lineOf(document, 'groups=4');
      const error = context.api.DiagnosticSeverity.Error;
      const here = found.filter(({ severity, range }) => severity === error && range.start.line === line);
      assert.equal(here.length, 1, JSON.stringify(found));
    },
  },
  {
    name: 'a TensorFlow.js layer has an inlay hint and a hover',
    run: async (context) => {
      const hint = await hintOnLine(context, FILES.typescript, 'tf.layers.conv2d');
      assert.match(hint, /\S/);
      const text = await hoverText(context, await open(context, FILES.typescript), 'tf.layers.conv2d');
      // 3·3·1·8 + 8 = 80 parameters; 28 → 26 with TensorFlow's default padding 'valid'.
      assert.match(text, /80/);
      assert.match(text, /26×26|26²/);
    },
  },
];
