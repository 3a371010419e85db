import { ApiObject, Chart, JsonPatch, Size } from 'cdk8s';
import { Cpu, Service, type ServicePort, ServiceType } from 'cdk8s-plus-30';
import { parse as parseYaml } from 'yaml';
import { KindCluster, type KindClusterProps } from '../../lib/cluster/kind-cluster';
import type { NodeProps } from '../../lib/cluster/node';
import type { KindNode } from '../../lib/kind/config';
import { KindApp } from '../../lib/synth/kind-app';
import { DOCUMENTED_CONFIGS } from './documented-configs';

const clusterOf = (props: KindClusterProps) => new KindCluster(new KindApp({ outdir: 'dist' }), 'cluster', props);
const configOf = (props: KindClusterProps) => clusterOf(props).toKindConfig();
const nodesOf = (cluster: KindCluster) => cluster.toKindConfig().nodes ?? [];
const nodeOf = (props: NodeProps) => nodesOf(clusterOf({ nodes: [props] }))[0];
const patchesOf = (node?: KindNode) => (node?.kubeadmConfigPatches ?? []).map((text) => parseYaml(text));

test('all of v1alpha4 is written under kind’s names, and no metadata, which kind refuses', () => {
  const config = configOf({
    name: 'all',
    image: 'kindest/node:v1.31.0',
    nodes: [
      {
        role: 'worker',
        image: 'kindest/node:v1.32.2',
        labels: { tier: 'front', 'a.b/c': '' },
        extraMounts: [
          { hostPath: '/h', containerPath: '/c', readOnly: true, selinuxRelabel: true, propagation: 'Bidirectional' },
        ],
        extraPortMappings: [{ containerPort: 53, hostPort: -1, listenAddress: '::1', protocol: 'UDP' }],
        kubeadmConfigPatches: [{ kind: 'JoinConfiguration', nodeRegistration: { name: 'n' } }],
        kubeadmConfigPatchesJSON6902: [{ group: 'g', version: 'v', kind: 'k', patch: [{ op: 'remove', path: '/a' }] }],
      },
      { role: 'control-plane' },
    ],
    networking: {
      ipFamily: 'dual',
      apiServerPort: 6443,
      apiServerAddress: '127.0.0.1',
      podSubnet: '10.1.0.0/16,fd00:1::/56',
      serviceSubnet: '10.2.0.0/16,fd00:2::/112',
      disableDefaultCNI: true,
      kubeProxyMode: 'none',
      dnsSearch: [],
    },
    featureGates: { A: true, B: false },
    runtimeConfig: { 'api/alpha': 'false' },
    kubeadmConfigPatches: [{ kind: 'ClusterConfiguration', apiServer: { extraArgs: { v: '4' } } }],
    kubeadmConfigPatchesJSON6902: [{ group: 'g', version: 'v', kind: 'k', patch: [{ op: 'add', path: '/a', value: 1 }] }],
    containerdConfigPatches: [{ plugins: { cri: { sandbox_image: 'pause' } } }],
    containerdConfigPatchesJSON6902: [[{ op: 'move', from: '/a', path: '/b' }]],
  });
  expect(config).toEqual({
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    kind: 'Cluster',
    name: 'all',
    nodes: [
      {
        role: 'worker',
        image: 'kindest/node:v1.32.2',
        labels: { tier: 'front', 'a.b/c': '' },
        extraMounts: [
          { hostPath: '/h', containerPath: '/c', readOnly: true, selinuxRelabel: true, propagation: 'Bidirectional' },
        ],
        extraPortMappings: [{ containerPort: 53, hostPort: -1, listenAddress: '::1', protocol: 'UDP' }],
        kubeadmConfigPatches: ['kind: JoinConfiguration\nnodeRegistration:\n  name: "n"\n'],
        kubeadmConfigPatchesJSON6902: [{ group: 'g', version: 'v', kind: 'k', patch: '- op: remove\n  path: /a\n' }],
      },
      { role: 'control-plane', image: 'kindest/node:v1.31.0' },
    ],
    networking: {
      ipFamily: 'dual',
      apiServerPort: 6443,
      apiServerAddress: '127.0.0.1',
      podSubnet: '10.1.0.0/16,fd00:1::/56',
      serviceSubnet: '10.2.0.0/16,fd00:2::/112',
      disableDefaultCNI: true,
      kubeProxyMode: 'none',
      dnsSearch: [],
    },
    featureGates: { A: true, B: false },
    runtimeConfig: { 'api/alpha': 'false' },
    kubeadmConfigPatches: ['kind: ClusterConfiguration\napiServer:\n  extraArgs:\n    v: "4"\n'],
    kubeadmConfigPatchesJSON6902: [{ group: 'g', version: 'v', kind: 'k', patch: '- op: add\n  path: /a\n  value: 1\n' }],
    containerdConfigPatches: ['[plugins.cri]\nsandbox_image = "pause"\n'],
    containerdConfigPatchesJSON6902: ['- op: move\n  from: /a\n  path: /b\n'],
  });
});

test('a cluster without props is kind’s default one', () => {
  expect(configOf({})).toEqual({
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    kind: 'Cluster',
    name: 'kind',
    nodes: [{ role: 'control-plane' }],
  });
});

test.each(DOCUMENTED_CONFIGS.map(({ title, props }) => [title, props] as const))(
  'kind’s documented example passes: %s',
  (_, props) => {
    const app = new KindApp({ outdir: 'dist' });
    new KindCluster(app, 'cluster', props);
    expect([...app.render().files.keys()]).toEqual(['kind/cluster.yaml']);
  },
);

test('a field of a patch that is undefined is left out, and null deletes', () => {
  const node = nodeOf({ kubeadmConfigPatches: [{ kind: 'InitConfiguration', apiVersion: undefined, skipPhases: null }] });
  expect(patchesOf(node)).toEqual([{ kind: 'InitConfiguration', skipPhases: null }]);
});

test('patches that are texts, as kind has them, stay as they are', () => {
  const kubeadm = 'kind: JoinConfiguration # for the worker\n';
  const config = configOf({
    nodes: [{}, { role: 'worker', kubeadmConfigPatches: [kubeadm] }],
    kubeadmConfigPatches: ['kind: ClusterConfiguration\n'],
    kubeadmConfigPatchesJSON6902: [{ group: 'g', version: 'v', kind: 'k', patch: '[]' }],
    containerdConfigPatches: ['root = "/a"\n'],
    containerdConfigPatchesJSON6902: ['- {op: remove, path: /a}\n'],
  });
  expect(config.nodes?.[1]?.kubeadmConfigPatches).toEqual([kubeadm]);
  expect(config).toMatchObject({
    kubeadmConfigPatches: ['kind: ClusterConfiguration\n'],
    kubeadmConfigPatchesJSON6902: [{ group: 'g', version: 'v', kind: 'k', patch: '[]' }],
    containerdConfigPatches: ['root = "/a"\n'],
    containerdConfigPatchesJSON6902: ['- {op: remove, path: /a}\n'],
  });
});

describe('a prop that there is not', () => {
  test.each([
    [{ hostcpus: 4 }, 'there is no prop hostcpus. Did you mean hostCpus?'],
    [{ nodes: [{}, { mem: 4 }] }, 'there is no prop nodes[1].mem. Did you mean memory?'],
    [{ networking: { podSubnets: '10.1.0.0/16' } }, 'there is no prop networking.podSubnets. Did you mean podSubnet?'],
    [
      { nodes: [{ extraMounts: [{ hostpath: '/a' }] }] },
      'there is no prop nodes[0].extraMounts[0].hostpath. Did you mean hostPath?',
    ],
    [
      { nodes: [{ extraPortMappings: [{ containerPort: 80, port: 80 }] }] },
      'there is no prop nodes[0].extraPortMappings[0].port. There are containerPort, hostPort, listenAddress, protocol.',
    ],
  ])('is refused: %j', (props, message) => {
    expect(() => clusterOf(props as KindClusterProps)).toThrow(`KindCluster cluster: ${message}`);
  });
});

test('what has no prop can be patched in', () => {
  const cluster = clusterOf({});
  ApiObject.of(cluster).addJsonPatch(JsonPatch.add('/nodes/0/labels', { a: 'b' }));
  expect(nodesOf(cluster)[0]?.labels).toEqual({ a: 'b' });
});

describe('the node image', () => {
  test('is that of a version that is not released yet', () => {
    expect(nodesOf(clusterOf({ kubernetesVersion: 'v1.34.0-rc.1' }))[0]?.image).toBe('kindest/node:v1.34.0-rc.1');
  });

  test.each(['v1.32.2', '1.32.2'])('is that of the version %s, by its tag', (kubernetesVersion) => {
    expect(nodesOf(clusterOf({ kubernetesVersion }))[0]?.image).toBe('kindest/node:v1.32.2');
  });

  test.each([
    [{ kubernetesVersion: '1.32' }, 'kubernetesVersion 1.32 is not a version of Kubernetes. Give for example v1.32.2.'],
    [{ kubernetesVersion: 'v1.32.2', image: 'node' }, 'both say which image to use'],
  ])('cannot be told from %j', (props, message) => {
    expect(() => clusterOf(props)).toThrow(message);
  });
});

describe('sized nodes', () => {
  const sized = (cpus: Cpu, memory: Size, role: 'control-plane' | 'worker' = 'worker'): NodeProps => ({ role, cpus, memory });
  const GIBIBYTE = Size.gibibytes(1);

  test('mount their own files read-only, by a path from the project’s root', () => {
    const [, worker] = nodesOf(clusterOf({ nodes: [{}, sized(Cpu.units(1), Size.gibibytes(2))] }));
    expect(worker?.extraMounts).toEqual([
      { hostPath: 'dist/kind/nodes/kind-worker/meminfo', containerPath: '/proc/meminfo', readOnly: true },
      { hostPath: 'dist/kind/nodes/kind-worker/cpu', containerPath: '/sys/devices/system/cpu', readOnly: true },
    ]);
    expect(worker?.kubeadmConfigPatches).toBeUndefined();
  });

  test('of a fraction of a CPU give the rest back to the system, the first control plane by InitConfiguration', () => {
    const half = Cpu.millis(500);
    const nodes = [
      sized(half, GIBIBYTE, 'worker'),
      sized(half, GIBIBYTE, 'control-plane'),
      sized(half, GIBIBYTE, 'control-plane'),
    ];
    expect(nodesOf(clusterOf({ nodes })).map((node) => patchesOf(node)[0])).toEqual(
      ['JoinConfiguration', 'InitConfiguration', 'JoinConfiguration'].map((kind) => ({
        kind,
        nodeRegistration: { kubeletExtraArgs: { 'system-reserved': 'cpu=500m' } },
      })),
    );
  });

  test.each([
    [Cpu.units(1.5), Size.mebibytes(1536), { cpuMillis: 1500, memoryBytes: 1536 * 2 ** 20 }],
    [Cpu.millis(500), Size.gibibytes(1.5), { cpuMillis: 500, memoryBytes: 1536 * 2 ** 20 }],
    [Cpu.units(2), Size.kibibytes(1024), { cpuMillis: 2000, memoryBytes: 2 ** 20 }],
  ])('of %j and %j are %j', (cpus, memory, size) => {
    expect(clusterOf({ nodes: [sized(cpus, memory)] }).sizes).toEqual([size]);
  });

  const onlineOf = (props: KindClusterProps) =>
    [...clusterOf(props).nodeFiles()].filter(([path]) => path.endsWith('/online')).map(([, text]) => text.trim());
  const nodes = [sized(Cpu.units(2), GIBIBYTE), {}, sized(Cpu.millis(500), GIBIBYTE), sized(Cpu.units(2), GIBIBYTE)];

  test('have CPUs that no other has, in order', () => {
    expect(onlineOf({ nodes })).toEqual(['0,1', '2', '3,4']);
  });

  test('share CPUs from the first one on when the host has no more', () => {
    expect(onlineOf({ nodes, hostCpus: 4 })).toEqual(['0,1', '2', '0,3']);
  });

  test.each([
    [Number.NaN, 'cpus is NaN, which is not a number of CPUs'],
    [Number.POSITIVE_INFINITY, 'cpus is Infinity, which is not a number of CPUs'],
    [4096, 'cpus is 4096, more than 1024 CPUs'],
  ])('cannot have %p CPUs', (cpus, message) => {
    expect(() => clusterOf({ nodes: [sized(Cpu.units(cpus), GIBIBYTE)] })).toThrow(
      `KindCluster cluster, node kind-worker: ${message}`,
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('cannot have %p memory', (memory) => {
    expect(() => clusterOf({ nodes: [sized(Cpu.units(1), Size.gibibytes(memory))] })).toThrow(
      `KindCluster cluster, node kind-worker: memory is ${memory}Gi, which is not an amount of memory`,
    );
  });

  test.each([
    [{ cpus: 2, memory: GIBIBYTE }, 'cpus is 2, which is no Cpu. Give for example Cpu.units(1) or Cpu.millis(500).'],
    [{ cpus: Cpu.units(1), memory: 2 }, 'memory is 2, which is no Size. Give for example Size.gibibytes(2).'],
  ])('cannot have plain numbers: %j', (node, message) => {
    expect(() => clusterOf({ nodes: [node as unknown as NodeProps] })).toThrow(message);
  });

  test.each([
    [{ cpus: Cpu.units(1) }, 'cpus is given without memory'],
    [{ memory: GIBIBYTE }, 'memory is given without cpus'],
  ])('need both: %j', (node, message) => {
    expect(() => clusterOf({ nodes: [node] })).toThrow(message);
  });

  test.each([
    [0, 'hostCpus is 0'],
    [1.5, 'hostCpus is 1.5'],
    [1, 'node kind-worker has 2 CPUs, but hostCpus says that the host has 1'],
  ])('do not go with hostCpus %p', (hostCpus, message) => {
    expect(clusterOf({ nodes: [{}, ...nodes], hostCpus }).node.validate()).toContainEqual(expect.stringContaining(message));
  });
});

describe('expose', () => {
  const NODES = [{ role: 'worker' }, { role: 'control-plane' }, { role: 'worker' }] as const;
  const exposing = (ports: ServicePort[], options = {}, type = ServiceType.NODE_PORT) => {
    const app = new KindApp({ outdir: 'dist' });
    const cluster = new KindCluster(app, 'cluster', { nodes: NODES });
    const service = new Service(new Chart(app, 'web'), 'service', { metadata: { name: 'web' }, type, ports });
    cluster.expose(service, options);
    const mappings = nodesOf(cluster).map(({ extraPortMappings }) => extraPortMappings);
    return { mappings, mistakes: cluster.node.validate() };
  };

  test('maps the nodePort to the same port of 127.0.0.1, at the first control plane', () => {
    const mapping = { containerPort: 30080, hostPort: 30080, listenAddress: '127.0.0.1', protocol: 'TCP' };
    expect(exposing([{ port: 80, nodePort: 30080 }]).mappings).toEqual([undefined, [mapping], undefined]);
  });

  test('maps it where it is told to', () => {
    const options = { hostPort: 8080, listenAddress: '0.0.0.0', node: 'kind-worker2' };
    const mapping = { containerPort: 30080, hostPort: 8080, listenAddress: '0.0.0.0', protocol: 'TCP' };
    expect(exposing([{ port: 80, nodePort: 30080 }], options).mappings).toEqual([undefined, undefined, [mapping]]);
  });

  test('maps every port of a Service with its protocol', () => {
    const { mappings } = exposing([
      { name: 'web', port: 80, nodePort: 30080 },
      { name: 'dns', port: 53, nodePort: 30053, protocol: 'UDP' as ServicePort['protocol'] },
    ]);
    expect(mappings[1]?.map(({ containerPort, protocol }) => [containerPort, protocol])).toEqual([
      [30080, 'TCP'],
      [30053, 'UDP'],
    ]);
  });

  test.each([
    [
      [{ port: 80, nodePort: 30080 }],
      { node: 'worker9' },
      'there is no node worker9.\n→ Give one of kind-control-plane, kind-worker, kind-worker2.',
    ],
    [[{ port: 80 }], {}, 'Service web of type NodePort has a port without a nodePort'],
    [
      [
        { name: 'a', port: 80, nodePort: 30080 },
        { name: 'b', port: 81, nodePort: 30081 },
      ],
      { hostPort: 80 },
      'hostPort 80 cannot stand for the 2 ports of Service web',
    ],
  ])('of %j with %j is a mistake', (ports, options, message) => {
    expect(exposing(ports, options).mistakes).toEqual([expect.stringContaining(`expose(web): ${message}`)]);
  });

  test('of one Service twice in the same way is once, in another way both', () => {
    const app = new KindApp({ outdir: 'dist' });
    const cluster = new KindCluster(app, 'cluster');
    const ports = [{ port: 80, nodePort: 30080 }];
    const service = new Service(new Chart(app, 'web'), 'service', { type: ServiceType.NODE_PORT, ports });
    for (const hostPort of [8080, 8080, 8081]) cluster.expose(service, { hostPort });
    expect(nodesOf(cluster)[0]?.extraPortMappings?.map(({ hostPort }) => hostPort)).toEqual([8080, 8081]);
  });

  describe('of an ApiObject', () => {
    const exposingObject = (kind: string, spec: object) => {
      const app = new KindApp({ outdir: 'dist' });
      const cluster = new KindCluster(app, 'cluster');
      cluster.expose(new ApiObject(new Chart(app, 'web'), 'o', { apiVersion: 'v1', kind, metadata: { name: 'front' }, spec }));
      return { mappings: nodesOf(cluster)[0]?.extraPortMappings, mistakes: cluster.node.validate() };
    };

    test('maps the nodePorts that it has', () => {
      expect(exposingObject('Service', { type: 'NodePort', ports: [{ port: 53, nodePort: 30053, protocol: 'UDP' }] })).toEqual({
        mappings: [{ containerPort: 30053, hostPort: 30053, listenAddress: '127.0.0.1', protocol: 'UDP' }],
        mistakes: [],
      });
    });

    test.each([
      ['Service', { ports: [{ port: 80 }] }, 'expose(front): Service front of type ClusterIP has a port without a nodePort'],
      ['Deployment', {}, 'expose(front): Deployment front is no Service.'],
    ])('%s %j is a mistake', (kind, spec, message) => {
      expect(exposingObject(kind, spec).mistakes).toEqual([expect.stringContaining(message)]);
    });
  });
});
