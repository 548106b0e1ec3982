import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ readonly options: T }>>['values'];

/**
 * The flags of a command, or the exit code that it ends with: 0 for `--help`, with its usage on stdout; 2 for what it does
 * not know, with that and its usage on stderr.
 */
export function commandFlags<const T extends Options>(
  usage: string,
  options: T,
  args: readonly string[] = process.argv.slice(2),
): { readonly values: Values<T> } | { readonly exitCode: 0 | 2 } {
  if (args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return { exitCode: 0 };
  }
  try {
    return { values: parseArgs({ args: [...args], options }).values as Values<T> };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    return { exitCode: 2 };
  }
}
