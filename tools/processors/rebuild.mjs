// npm run rebuild -- <app> <read model>, for instance: incidents incident-board
import { appNamed, refuse, runOnStores } from './on-stores.mjs';

const [app, readModel] = process.argv.slice(2);
if (app === undefined || readModel === undefined)
  refuse('Usage: npm run rebuild -- <app> <read model>');
process.exitCode = runOnStores(appNamed(app), 'rebuild', [readModel]);
