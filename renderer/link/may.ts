/** Whether the person at this console may use a procedure of the contract, named as `commands.resume`. */
export function useMay(): (procedure: string) => boolean {
  return everything;
}

// Whoever has the token acts as `host`, with every right.
const everything = () => true;
