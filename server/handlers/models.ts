// convlens/model, convlens/models, convlens/layer, convlens/changeInput: what the client's panels, view and status bar ask for.
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import {
  changeInputMethod,
  layerMethod,
  modelMethod,
  modelsMethod,
  type ChangeInputAnswer,
  type ChangeInputParams,
  type LayerAnswer,
  type LayerParams,
  type ModelAnswer,
  type ModelParams,
  type ModelsAnswer,
  type ModelsParams,
  type Position,
} from '../../protocol/server';
import type { Analysed } from '../analyses';
import { withAnalysis, type ServerContext } from '../context';
import { positionsOf, toTextEdit } from '../convert';
import { directiveEdit } from '../features/directive';
import { layerAt } from '../features/layer';
import { totalsText } from '../features/lenses';
import { inputText, singleImageInputs } from '../features/model';
import { pickModel } from '../features/pick';
import { layerTree } from '../features/tree';

export function handleModels(context: ServerContext): void {
  const { connection } = context;
  connection.onRequest(modelMethod, (params: ModelParams) => model(context, params));
  connection.onRequest(modelsMethod, (params: ModelsParams) =>
    withAnalysis<ModelsAnswer>(context, params.textDocument.uri, 'models', { models: [], current: null }, (analysed) =>
      models(context, analysed, params.position),
    ),
  );
  connection.onRequest(layerMethod, ({ textDocument, position }: LayerParams) =>
    withAnalysis<LayerAnswer>(context, textDocument.uri, 'layer', null, (analysed) =>
      layerAt(analysed.analysis, positionsOf(analysed).offset(position), analysed.source),
    ),
  );
  connection.onRequest(changeInputMethod, ({ textDocument, expr, input }: ChangeInputParams) =>
    withAnalysis<ChangeInputAnswer>(context, textDocument.uri, 'change input', null, (analysed) => {
      const found = analysed.analysis.models.find(({ expression }) => expression === expr);
      if (found?.definition?.file !== analysed.file) return null;
      const edit = directiveEdit(analysed.source, found.definition, { expression: expr, inputs: input });
      return toTextEdit(edit, positionsOf(analysed));
    }),
  );
}

function models(context: ServerContext, analysed: Analysed, position: Position | undefined): ModelsAnswer {
  const { analysis, places, source, file } = analysed;
  const positions = positionsOf(analysed);
  return {
    models: analysis.models.map((each, index) => ({
      expr: each.expression,
      inputs: each.graph.inputs.map((id) => inputText(each.graph.values[id].shape)),
      summary: totalsText(each, context.text()),
      exact: each.exact,
      definition: each.definition?.file === file ? positions.range(each.definition) : null,
      layers: layerTree(analysis, index, places, context.text()),
    })),
    current: pickModel(analysis, { offset: position && positions.offset(position) }, source),
  };
}

/** @throws ResponseError with a sentence for the user where the trainer's input size is not known. */
async function model(context: ServerContext, params: ModelParams): Promise<ModelAnswer> {
  const { uri } = params.textDocument;
  await context.settled();
  const analysed = await context.analyses.of(uri);
  if (!analysed) return null;
  const { analysis, source } = analysed;
  const offset = params.position && positionsOf(analysed).offset(params.position);
  const index = pickModel(analysis, { expr: params.expr, offset }, source);
  const evident = index === null ? undefined : analysis.models[index];
  const expression = params.expr ?? evident?.expression;
  if (expression === undefined) return null;
  const given = params.input === undefined ? undefined : [params.input].flat();
  const inputs = given ?? (evident && params.train === true ? singleImageInputs(evident) : undefined);
  if (params.train === true && evident && inputs === undefined) {
    throw new ResponseError(LSPErrorCodes.RequestFailed, context.text()('noInputSize', { model: expression }));
  }
  const training = params.train === true;
  return context.analyses.model(uri, {
    expression,
    evident: evident !== undefined,
    ...(inputs && { inputs }),
    training,
  });
}
