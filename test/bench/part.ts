/** One line of the table that people read. */
export interface Row {
  readonly what: string;
  readonly value: string;
  /** What design or issue asks for. It is shown, never asserted: the machine decides times, not the code alone. */
  readonly wanted?: string;
}

export interface PartResult {
  /** For `--json`: numbers and words by name. */
  readonly figures: Readonly<Record<string, unknown>>;
  readonly rows: readonly Row[];
  /** What did not happen although it must on any machine: a missing text, a second one, a rejected frame. */
  readonly wrong: readonly string[];
}

export interface PartOptions {
  /** Empty, on the disk that is measured. */
  readonly directory: string;
  /** Where the appliance's CPU profiles go, if they are wanted. */
  readonly profileDirectory: string | undefined;
}

export type Part = (options: PartOptions) => Promise<PartResult>;
