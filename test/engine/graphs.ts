// Graphs built by hand, operation by operation, as the evaluator would yield them: for tests of the engine alone.
import type {
  AttributeValue,
  GraphParameter,
  GraphValue,
  Initialiser,
  InitialisationStep,
  LeafCall,
  Operation,
  SerialisedGraph,
  ValueId,
} from '../../core/graph/graph';

export type Attributes = Record<string, AttributeValue<number>>;

export class GraphBuilder {
  private readonly values: GraphValue<number>[] = [];
  private readonly parameters: GraphParameter[] = [];
  private readonly operations: Operation<number>[] = [];
  private readonly calls: LeafCall<number>[] = [];
  private readonly initialisation: InitialisationStep[] = [];
  private readonly inputs: ValueId[] = [];

  input(shape: readonly number[]): ValueId {
    this.inputs.push(this.values.length);
    return this.value(shape, { kind: 'input', index: this.inputs.length - 1 });
  }

  constant(shape: readonly number[], data: readonly number[]): ValueId {
    return this.value(shape, { kind: 'constant', data });
  }

  parameter(
    name: string,
    shape: readonly number[],
    initialiser: Initialiser,
    options: { trainable?: boolean } = {},
  ): ValueId {
    const trainable = options.trainable ?? true;
    return this.tensor({ name, shape, dtype: 'float32', kind: 'parameter', trainable }, initialiser);
  }

  buffer(name: string, shape: readonly number[], value: number, dtype: 'float32' | 'int64' = 'float32'): ValueId {
    return this.tensor({ name, shape, dtype, kind: 'buffer', trainable: false }, { kind: 'constant', value });
  }

  operation(
    operator: string,
    inputs: Operation<number>['inputs'],
    attributes: Attributes,
    output: readonly number[],
    path: string | null = null,
  ): ValueId {
    return this.operations_(operator, inputs, attributes, [output], path)[0];
  }

  operations_(
    operator: string,
    inputs: Operation<number>['inputs'],
    attributes: Attributes,
    shapes: readonly (readonly number[])[],
    path: string | null = null,
  ): readonly ValueId[] {
    const operation = this.operations.length;
    const outputs = shapes.map((shape, output) => this.value(shape, { kind: 'operation', operation, output }));
    const call = path === null ? null : this.call(path, operation);
    this.operations.push({ operator, inputs, attributes, outputs, macs: null, call, location: null });
    return outputs;
  }

  shape(id: ValueId): readonly number[] {
    return this.values[id].shape;
  }

  build(output: ValueId, expression = 'Model()'): SerialisedGraph {
    const { values, parameters, operations, calls, initialisation, inputs } = this;
    return {
      version: 1,
      expression,
      training: true,
      values,
      inputs,
      output,
      parameters,
      initialisation,
      operations,
      calls,
    };
  }

  private value(shape: readonly number[], source: GraphValue<number>['source']): ValueId {
    this.values.push({ shape, dtype: 'float32', source });
    return this.values.length - 1;
  }

  private tensor(
    parameter: Omit<GraphParameter, 'aliases' | 'persistent'> & { shape: readonly number[] },
    initialiser: Initialiser,
  ): ValueId {
    this.parameters.push({ ...parameter, aliases: [], persistent: true });
    const id = this.parameters.length - 1;
    const elements = parameter.shape.reduce((a, b) => a * b, 1);
    this.initialisation.push({ parameter: id, elements, initialiser });
    return this.value(parameter.shape, { kind: 'parameter', parameter: id });
  }

  private call(path: string, operation: number): number {
    this.calls.push({
      path,
      type: '',
      inputs: [],
      output: null,
      params: null,
      macs: null,
      receptiveField: null,
      attributes: {},
      defined: null,
      called: null,
      operations: [operation, operation + 1],
    });
    return this.calls.length - 1;
  }
}
