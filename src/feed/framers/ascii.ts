/** Bytes that framers look for. */
export const ascii = {
  STX: 0x02,
  ETX: 0x03,
  ACK: 0x06,
  TAB: 0x09,
  LF: 0x0a,
  FF: 0x0c,
  CR: 0x0d,
  NAK: 0x15,
  SPACE: 0x20,
  BANG: 0x21,
  DOUBLE_QUOTE: 0x22,
  SINGLE_QUOTE: 0x27,
  COMMA: 0x2c,
  DASH: 0x2d,
  SLASH: 0x2f,
  COLON: 0x3a,
  LESS: 0x3c,
  GREATER: 0x3e,
  QUESTION: 0x3f,
  OPEN_BRACKET: 0x5b,
  BACKSLASH: 0x5c,
  CLOSE_BRACKET: 0x5d,
  UNDERSCORE: 0x5f,
  OPEN_BRACE: 0x7b,
  CLOSE_BRACE: 0x7d,
} as const;

/** What may stand before a UTF-8 text. */
export const UTF8_BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];

/** Whitespace as XML and JSON define it. */
export function isWhitespace(byte: number): boolean {
  return byte === ascii.SPACE || byte === ascii.LF || byte === ascii.CR || byte === ascii.TAB;
}
