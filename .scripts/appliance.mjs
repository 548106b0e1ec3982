import { runAppliance } from './runAppliance.mjs';

await runAppliance();
