import { type E164, readPhone } from '../../src/incident/phone';

/** A number as the appliance knows it. */
export function testPhone(number: string): E164 {
  const read = readPhone(number);
  if ('problem' in read) throw new Error(`Not a number: ${number}`);
  return read.phone;
}
