// Makes kind.x-k8s.io.ts of the schema beside it, without the network: the check for a newer cdk8s-cli would need it.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const cdk8s = fileURLToPath(new URL('../node_modules/cdk8s-cli/bin/cdk8s', import.meta.url));
execFileSync(process.execPath, [cdk8s, 'import', 'kind.x-k8s.io.schema.yaml', '--output', '.', '--language', 'typescript'], {
  cwd: here,
  env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
  stdio: 'inherit',
});
