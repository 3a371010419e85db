import { interrupts } from './faults/interrupts';
import { machine } from './faults/machine';
import { nodes } from './faults/nodes';
import { workloads } from './faults/workloads';
import { describeWithDocker, TestCluster } from './harness';

// One cluster for all, which the first of the interrupted creations makes and the last test removes. A fault leaves it as it should be.
describeWithDocker('a cluster to which everything happens', () => {
  const cluster = new TestCluster('e2e-faults');

  beforeAll(async () => {
    await cluster.remove();
    await cluster.synth('faults.ts');
  });
  afterAll(() => cluster.remove());

  describe('an up that is interrupted', () => interrupts(cluster));
  describe('this machine', () => machine(cluster));
  describe('what runs in the cluster', () => workloads(cluster));
  describe('the nodes', () => nodes(cluster));
});
