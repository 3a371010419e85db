import { delimiter, join } from 'node:path';
import { cacheFolder } from '../folders';

/** Where setup keeps the programs that it fetched; removing it makes the commands use those of the system again. */
export function cacheBin(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheFolder(env), 'bin');
}

/** The PATH with the fetched programs first: they are only there where the system's are missing or too old. */
export function withCacheOnPath(env: NodeJS.ProcessEnv): string {
  return [cacheBin(env), ...(env.PATH ? [env.PATH] : [])].join(delimiter);
}
