import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Programs } from '../../process';
import { withTemporaryFolder } from '../../temporary';
import type { Answer } from '../answer';

/** As much of a body as is looked at. */
const BODY_BYTES = 2 ** 20;

/**
 * Asks as the user would, with the real curl, but for what his own ~/.curlrc and proxies would change. A certificate of the
 * cluster's own making is taken.
 */
export async function curl(programs: Programs, url: string, maxTimeS = 5): Promise<Answer> {
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, 'body');
    const began = performance.now();
    // Without --globoff braces in a path are a pattern of several paths, each with an answer.
    const args = ['--disable', '--globoff', '--silent', '--show-error', '--max-time', String(maxTimeS), '--noproxy', '*'];
    const tls = url.startsWith('https:') ? ['--insecure'] : [];
    const asked = [...args, ...tls, '--output', file, '--write-out', '%{http_code}', url];
    const { exitCode, stdout, stderr } = await programs.run('curl', asked, {
      allowFailure: true,
      timeoutMs: (maxTimeS + 5) * 1000,
    });
    const durationMs = performance.now() - began;
    if (exitCode !== 0) return { error: stderr.trim() || `curl exited with ${exitCode}`, durationMs };
    return { status: Number(stdout.trim()), body: await start(file), durationMs };
  });
}

/** The start of a file; nothing where curl wrote none, as for an answer without a body. */
async function start(path: string): Promise<string> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return '';
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(BODY_BYTES), position: 0 });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
