import type { KindMount, KindPortMapping } from '../../../lib/kind/config';
import { CONTROL_PLANE, configured, described, onWorker, type Row, service, size, WORKER } from '../described';

const mapped = (...mappings: object[]) => onWorker({ extraPortMappings: mappings as KindPortMapping[] });
const mounted = (...mounts: object[]) => onWorker({ extraMounts: mounts as KindMount[] });
const labelled = (labels: Record<string, string>) => onWorker({ labels });

const SIZE = size('1', '2Gi');
const SIZE_MOUNTS: KindMount[] = [
  { hostPath: 'dist/kind/nodes/kind-worker/meminfo', containerPath: '/proc/meminfo' },
  { hostPath: 'dist/kind/nodes/kind-worker/cpu', containerPath: '/sys/devices/system/cpu' },
];
const sized = (...mounts: KindMount[]) => onWorker({ size: SIZE, extraMounts: [...SIZE_MOUNTS, ...mounts] });

export const NODE_ROWS: readonly Row[] = [
  {
    rule: 'port-range',
    breaks: mapped({ containerPort: 0, hostPort: 80 }),
    message: 'kind-worker: containerPort 0 of a port mapping is no port.',
    near: mapped({ containerPort: 1, hostPort: 80 }),
  },
  {
    rule: 'port-range',
    breaks: mapped({ containerPort: 80, hostPort: 65536 }),
    message: 'kind-worker: hostPort 65536 of a port mapping is no port.',
    near: mapped({ containerPort: 80, hostPort: 65535 }),
  },
  {
    rule: 'port-protocol',
    breaks: mapped({ containerPort: 80, protocol: 'tcp' }),
    message: 'kind-worker: protocol "tcp" of port 80 is not known.',
    near: mapped({ containerPort: 80, protocol: 'SCTP' }),
  },
  {
    rule: 'listen-address',
    breaks: mapped({ containerPort: 80, listenAddress: 'localhost' }),
    message: 'kind-worker: listenAddress "localhost" of port 80 is no IP address.',
    near: mapped({ containerPort: 80, listenAddress: '127.0.0.1' }),
  },
  {
    rule: 'host-port-unique',
    breaks: mapped(
      { containerPort: 80, hostPort: 8080 },
      { containerPort: 81, hostPort: 8080, listenAddress: '127.0.0.1', protocol: 'TCP' },
    ),
    message: 'kind-worker: host port 8080/TCP on 127.0.0.1 is taken by kind-worker on 0.0.0.0.',
    near: mapped(
      { containerPort: 80, hostPort: 8080 },
      { containerPort: 81, hostPort: 8080, listenAddress: '127.0.0.1', protocol: 'UDP' },
    ),
  },
  {
    rule: 'host-port-unique',
    breaks: described([
      CONTROL_PLANE,
      ...twice([{ containerPort: 80, hostPort: 8080 }], [{ containerPort: 80, hostPort: 8080 }]),
    ]),
    message: 'kind-worker2: host port 8080/TCP on 0.0.0.0 is taken by kind-worker on 0.0.0.0.',
    near: described([CONTROL_PLANE, ...twice([{ containerPort: 80, hostPort: 0 }], [{ containerPort: 80, hostPort: 0 }])]),
  },
  {
    rule: 'host-port-unique',
    breaks: mapped({ containerPort: 80, hostPort: 8080 }, { containerPort: 81, hostPort: 8080, listenAddress: '::' }),
    message: 'kind-worker: host port 8080/TCP on :: is taken by kind-worker on 0.0.0.0.',
    near: described([
      CONTROL_PLANE,
      ...twice([{ containerPort: 80, hostPort: 8080 }], [{ containerPort: 80, hostPort: 8080, listenAddress: '::' }]),
    ]),
  },
  {
    rule: 'host-port-unique',
    breaks: exposedTwice(8080, 8080),
    message: 'kind-worker: host port 8080/TCP on 0.0.0.0 for Service two is taken by kind-worker on 0.0.0.0 for Service one.',
    near: exposedTwice(8080, 8081),
  },
  {
    rule: 'host-port-unique',
    breaks: configured({ networking: { apiServerPort: 6443 } }, [
      { ...CONTROL_PLANE, extraPortMappings: [{ containerPort: 80, hostPort: 6443 }] },
    ]),
    message: 'kind-control-plane: host port 6443/TCP on 0.0.0.0 is taken by the API server of kind on 127.0.0.1.',
    near: configured({ networking: { apiServerPort: 6443 } }, [
      { ...CONTROL_PLANE, extraPortMappings: [{ containerPort: 80, hostPort: 6443, listenAddress: '127.0.0.2' }] },
    ]),
  },
  {
    rule: 'node-labels',
    breaks: labelled({ 'a b': 'x' }),
    message: 'kind-worker: "a b" is not the key of a label.',
    near: labelled({ 'example.com/a_b': 'x' }),
  },
  {
    rule: 'node-labels',
    breaks: labelled({ tier: 'a,b=c' }),
    message: 'kind-worker: "a,b=c" is not the value of a label (tier).',
    near: labelled({ tier: '' }),
  },
  {
    rule: 'node-labels',
    breaks: labelled({ 'foo.kubernetes.io/tier': 'x' }),
    message: 'kind-worker: the kubelet refuses to label its own node with foo.kubernetes.io/tier, so the node would never start.',
    near: labelled({ 'foo.node.kubernetes.io/tier': 'x', 'topology.kubernetes.io/zone': 'a' }),
  },
  {
    rule: 'node-role-labels',
    breaks: labelled({ 'node-role.kubernetes.io/worker': '' }),
    message:
      'kind-worker: the kubelet may not set the label node-role.kubernetes.io/worker, so creating the cluster would hang and fail (kind#3536).',
    near: labelled({ 'example.com/role': 'worker' }),
  },
  {
    rule: 'node-mounts',
    breaks: mounted({ containerPath: '/data' }),
    message: 'kind-worker: the mount on "/data" has no hostPath.',
    near: mounted({ hostPath: './data', containerPath: '/data' }),
  },
  {
    rule: 'node-mounts',
    breaks: mounted({ hostPath: '/data', containerPath: 'data' }),
    message: 'kind-worker: containerPath "data" is no absolute path in the node.',
    near: mounted({ hostPath: '/data', containerPath: '/data' }),
  },
  {
    rule: 'node-mounts',
    breaks: mounted({ hostPath: '/a:b', containerPath: '/data' }),
    message: 'kind-worker: the mount of "/a:b" on "/data" has a ":" in it, where Docker ends a path.',
    near: mounted({ hostPath: 'C:\\Users\\me', containerPath: '/data' }, { hostPath: 'd:/a', containerPath: '/a' }),
  },
  {
    rule: 'node-mounts',
    breaks: mounted({ hostPath: '/x', containerPath: '/proc/sys/kernel' }),
    message: 'kind-worker: runc refuses a mount on /proc/sys/kernel, so the node would not start.',
    near: mounted({ hostPath: '/x', containerPath: '/proc/cpuinfo' }),
  },
  {
    rule: 'node-mounts',
    breaks: mounted({ hostPath: '/x', containerPath: '/y', propagation: 'private' }),
    message: 'kind-worker: propagation "private" of the mount on /y is not known, and kind would take it for None.',
    near: mounted({ hostPath: '/x', containerPath: '/y', propagation: 'Bidirectional' }),
  },
  {
    rule: 'node-mounts',
    breaks: mounted({ hostPath: '/x', containerPath: '/y' }, { hostPath: '/z', containerPath: '/y/' }),
    message: 'kind-worker: two mounts have the containerPath /y/.',
    near: mounted({ hostPath: '/x', containerPath: '/y' }, { hostPath: '/x', containerPath: '/y/z' }),
  },
  {
    rule: 'node-size',
    breaks: onWorker({ size: size('99m', '2Gi') }),
    message: 'kind-worker: a worker of 99m CPU and 2Gi is too small to start.',
    near: onWorker({ size: size('100m', '100Mi') }),
  },
  {
    rule: 'node-size',
    breaks: described([{ ...CONTROL_PLANE, size: size('700m', '2Gi') }]),
    message: 'kind-control-plane: a control-plane of 700m CPU and 2Gi is too small to start.',
    near: described([{ ...CONTROL_PLANE, size: size('750m', '2Gi') }]),
  },
  {
    rule: 'node-size',
    breaks: onWorker({ size: size('100m', '63Mi') }),
    message: 'kind-worker: a worker of 100m CPU and 63Mi is too small to start.',
    near: onWorker({ size: size('100m', '64Mi') }),
  },
  {
    rule: 'node-size',
    breaks: described([{ ...CONTROL_PLANE, size: size('1', '399Mi') }]),
    message: 'kind-control-plane: a control-plane of 1 CPU and 399Mi is too small to start.',
    near: described([{ ...CONTROL_PLANE, size: size('1', '400Mi') }]),
  },
  {
    rule: 'sized-node-mounts',
    breaks: sized({ hostPath: '/my/meminfo', containerPath: '/proc/meminfo' }),
    message:
      'kind-worker: a mount on /proc/meminfo hides the files on /proc/meminfo and /sys/devices/system/cpu that give the node its size.',
    near: sized({ hostPath: '/my/cpuinfo', containerPath: '/proc/cpuinfo' }),
  },
  {
    rule: 'sized-node-mounts',
    breaks: sized({ hostPath: '/sys', containerPath: '/sys/devices/' }),
    message:
      'kind-worker: a mount on /sys/devices hides the files on /proc/meminfo and /sys/devices/system/cpu that give the node its size.',
    near: sized({ hostPath: '/sys', containerPath: '/sys/fs' }),
  },
];

function exposedTwice(first: number, second: number) {
  const mapping = (containerPort: number, hostPort: number): KindPortMapping => ({ containerPort, hostPort });
  const nodePort = (name: string, port: number) => service(name, { type: 'NodePort', ports: [{ port: 80, nodePort: port }] });
  return described(
    [CONTROL_PLANE, { ...WORKER, extraPortMappings: [mapping(30080, first), mapping(30081, second)] }],
    [nodePort('one', 30080), nodePort('two', 30081)],
  );
}

function twice(...mappings: KindPortMapping[][]) {
  return mappings.map((extraPortMappings) => ({ ...WORKER, extraPortMappings }));
}
