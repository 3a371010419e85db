import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this program keeps what outlives a command: notes, locks, logs of failed creations, downloaded programs. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-kind');
}
