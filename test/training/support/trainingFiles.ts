import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Profile, readProfile } from '../../../src/profile';
import { type Evening, readEvening } from '../../../src/training/evening';

const resources = path.resolve(__dirname, '../../../resources');

export function shippedEvening(): Evening {
  return readEvening(readFileSync(path.join(resources, 'training/evening.json'), 'utf8'));
}

export function trainingProfile(): Profile {
  return readProfile(path.join(resources, 'profiles/training.json'));
}
