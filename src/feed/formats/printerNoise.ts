// What a tap on a printer cable sees between the lines: PJL, PCL, ESC/P and ANSI sequences. Of ESC/P the commands with a
// parameter byte are named, since that byte may be a letter or a digit. Each alternative reads forward only.
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be removed
  /\x1b(?:%-12345X|[&()*][a-z]?(?:[0-9.+-]{1,12}[a-z]){0,8}(?:[0-9.+-]{0,12}[A-Z@])?|\[[0-9;?]{0,24}[a-zA-Z]|[!\-/3ACJNQRSUWaklpqrstwx][^\r\n]|[^\r\n])?/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be removed
const CONTROLS = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufeff]/g;
const PJL = /^@PJL[^\r\n]*/gm;

/**
 * The text without a printer's commands. Line breaks, tabs and form feeds stay: they separate. Never changes the number of
 * lines.
 */
export function withoutPrinterNoise(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: most frames have none, and a search is cheaper than three
  if (!/[\x00-\x08\x0e-\x1f\x7f\ufeff]|@PJL/.test(text)) return text;
  return text.replace(SEQUENCE, '').replace(CONTROLS, '').replace(PJL, '');
}
