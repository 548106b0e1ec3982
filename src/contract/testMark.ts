/** Before every draft that is sent to a phone: who gets it by mistake must not take it for word of a call. */
export const TEST_MARK = 'TEST, not about a real call: ';
