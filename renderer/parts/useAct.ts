import { problemInWords } from './Ask';
import { useDone } from './Undo';

/** Does at once what needs no question, says so at the foot of the screen, and offers the way back where there is one. */
export function useAct(): (text: string, work: () => Promise<unknown>, undo?: () => Promise<unknown>) => Promise<void> {
  const say = useDone();
  return async (text, work, undo) => {
    try {
      await work();
      say(undo === undefined ? { text } : { text, undo });
    } catch (error) {
      say({ text: `Not done. ${problemInWords(error)}` });
    }
  };
}
