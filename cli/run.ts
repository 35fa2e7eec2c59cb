// The command line: picks the command, and turns what is unusable into one line on standard error and exit status 2.
import { analyze } from './commands/analyze';
import { check } from './commands/check';
import { UsageError, type Environment } from './environment';
import { parseOptions } from './options';

const help = `convlens: shapes, costs and training of convolutional networks, without running Python

  convlens analyze FILE [--model EXPR] [--input SHAPE]... [--path DIR]... [--train] [--convention NAME] [--json]
  convlens train FILE [--model EXPR] [--data DIR|synthetic] [--epochs 10] [--batch-size 128] [--lr 1e-3]
           [--optimizer adam|adamw|sgd|rmsprop] [--momentum M] [--nesterov] [--dampening D] [--amsgrad] [--centered]
           [--weight-decay W] [--decay-matrices-only] [--clip-norm C | --clip-value C] [--label-smoothing E]
           [--aux-weight W]
           [--scheduler none|step|multistep|cosine|onecycle|plateau] [--milestones 5,8] [--early-stop PATIENCE] [--seed S] [--workers N]
           [--device auto|wasm|webgpu|reference] [--max-steps N] [--limit N] [--every N]
           [--save-path best_model.pth|.safetensors] [--resume FILE] [--path DIR]... [--profile] [--json]
  convlens check FILE... [--path DIR]... [--json]
  convlens serve --stdio

  --model EXPR       evaluated in the file's namespace, e.g. "DSDilatedNet(base_channels=16)"
  --input SHAPE      1x3x224x224; names are symbols: Nx3xHxW
  --path DIR         a root for absolute imports
  --data DIR         the four IDX files of MNIST, plain or .gz; synthetic: digits that are drawn for you
  --profile          measure each layer's time, beside its cost
  --train            analyse in training mode
  --convention NAME  macs, flops, torchinfo, fvcore, thop, ptflops
  --json             JSON on standard output

Exit status: 0 done, 1 done and something is wrong with the model, 2 unusable arguments or file.
`;

type Command = (args: readonly string[], environment: Environment) => Promise<number>;

const commands: Readonly<Record<string, Command>> = { analyze, train, check, serve };

/** The exit status. */
export async function run(args: readonly string[], environment: Environment): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined) throw new UsageError('no command given: analyze, check, train or serve');
    if (name === '--help' || name === '-h' || name === 'help') {
      environment.out(help);
      return 0;
    }
    if (name === '--version') {
      environment.out(`${environment.version}\n`);
      return 0;
    }
    if (!Object.hasOwn(commands, name))
      throw new UsageError(`${name}: no such command; there are ${Object.keys(commands).join(', ')}`);
    if (rest.includes('--help') || rest.includes('-h')) {
      environment.out(help);
      return 0;
    }
    return await commands[name](rest, environment);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    environment.error(`convlens: ${error.message}\n`);
    return 2;
  }
}

/** The engine is loaded for this command only. */
async function train(args: readonly string[], environment: Environment): Promise<number> {
  const command = await import('./commands/train');
  return command.train(args, environment);
}

/** convlens serve --stdio */
async function serve(args: readonly string[], environment: Environment): Promise<number> {
  const parsed = parseOptions(args, { stdio: { type: 'boolean' } });
  if (!parsed.flag('stdio') || parsed.files.length > 0) throw new UsageError('serve: only --stdio is supported');
  await environment.serveStdio();
  return 0;
}
