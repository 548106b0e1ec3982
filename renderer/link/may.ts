import { useAccess } from '../access/AccessGate';

/** Whether the person at this console may use a procedure of the contract, named as `commands.resume`. */
export function useMay(): (procedure: string) => boolean {
  const access = useAccess();
  return (procedure) => access === undefined || access.me?.role === 'host' || access.may.includes(procedure);
}
