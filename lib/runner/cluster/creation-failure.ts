interface Cause {
  readonly cause: string;
  readonly hint: string;
}

const DOCKER_STOPPED: Cause = { cause: 'Docker stopped answering', hint: 'Start Docker, then npm run up again.' };

/** What kind, or the Docker below it, says when it fails, and what a person can do about it. */
const CAUSES: readonly (Cause & { readonly words: RegExp })[] = [
  {
    words: /(?:port is already allocated|address already in use).*|bind for (\S+) failed/i,
    cause: 'a host port that it maps is taken',
    hint: 'npm run doctor says by whom. Free it, or map another host port in main.ts.',
  },
  {
    words: /no space left on device/i,
    cause: 'the disk is full',
    hint: 'docker system df shows what takes room; docker system prune frees some.',
  },
  {
    words: /failed to lock config file|kubeconfig.*(?:permission denied|read-only file system)/i,
    cause: 'the kubeconfig cannot be written',
    hint: 'Make it writable, or let KUBECONFIG name a file that is.',
  },
  {
    words: /failed to pull image|pull access denied|manifest unknown|error response from daemon: get "https/i,
    cause: 'its node image cannot be pulled',
    hint: 'npm run setup gets the node image, also where no registry answers.',
  },
  {
    words: /could not find a log line that matches/i,
    cause: 'a node did not start: its init system never came up',
    hint: 'Often too few inotify instances or too little memory; npm run doctor looks at both. kind: https://kind.sigs.k8s.io/docs/user/known-issues/',
  },
  {
    words: /timed out waiting for the condition|failed to init node with kubeadm|failed to join node with kubeadm/i,
    cause: 'kubeadm did not get a node going',
    hint: 'The kubelet’s log among the kept logs says why: look at <node>/kubelet.log.',
  },
  { words: /cannot connect to the docker daemon|is the docker daemon running/i, ...DOCKER_STOPPED },
];

/** The likely cause of a creation that failed, with kind's own words. */
export function likelyCause(output: string): Cause {
  const known = CAUSES.find(({ words }) => words.test(output));
  if (known === undefined) return { cause: ownWords(output), hint: 'The logs of the nodes say more.' };
  const line = output.split('\n').find((text) => known.words.test(text)) ?? ownWords(output);
  return { cause: `${known.cause}.\n  ${line.trim()}`, hint: known.hint };
}

/** The cause where Docker is known not to answer any more. */
export function dockerStopped(output: string): Cause {
  const { cause, hint } = DOCKER_STOPPED;
  return { cause: `${cause}.\n  ${ownWords(output)}`, hint };
}

function ownWords(output: string): string {
  return /^ERROR: (.+)$/m.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
}
