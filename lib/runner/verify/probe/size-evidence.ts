import { CPU_PATH, MEMINFO_PATH } from '../../../kind/node-size';
import type { Programs } from '../../process';
import type { SizeEvidence } from '../size-evidence';

const SCRIPT = `
test -d ${MEMINFO_PATH} && echo folder
echo kubelet "$(date -d "$(systemctl show kubelet --property ActiveEnterTimestamp --value)" +%s)"
echo changed "$(stat -c %Y ${MEMINFO_PATH})"
echo online "$(cat ${CPU_PATH}/online)"
test -f ${MEMINFO_PATH} && cat ${MEMINFO_PATH}
`;

/** Looks at a node's size from inside of its container; undefined where that is not possible. */
export async function readSizeEvidence(programs: Programs, node: string): Promise<SizeEvidence | undefined> {
  const { exitCode, stdout } = await programs.run('docker', ['exec', node, 'sh', '-c', SCRIPT], {
    allowFailure: true,
    timeoutMs: 10_000,
  });
  return stdout.trim() === '' && exitCode !== 0 ? undefined : parseEvidence(stdout);
}

export function parseEvidence(text: string): SizeEvidence {
  const word = (name: string) => new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  const online = word('online');
  const kubelet = word('kubelet');
  const meminfo = text.slice(Math.max(0, text.indexOf('MemTotal:')));
  return {
    meminfo: /^folder$/m.test(text)
      ? { kind: 'folder' }
      : { kind: 'file', text: meminfo, changedAtMs: Number(word('changed') ?? 0) * 1000 },
    ...(online !== undefined && { online }),
    ...(kubelet !== undefined && { kubeletStartedAtMs: Number(kubelet) * 1000 }),
  };
}
