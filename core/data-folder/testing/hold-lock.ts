import { lockDataFolder } from '../lock.ts';

/** Takes the folder named by its argument, and keeps it until it is killed. */
lockDataFolder(process.argv[2] ?? '');
process.send?.('held');
process.on('disconnect', () => process.exit());
