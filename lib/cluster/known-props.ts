import type { KindNetworking } from '../kind/config';
import type { KindClusterProps } from './kind-cluster';
import { nearest } from './nearest';
import type { Mount, NodeProps, PortMapping } from './node';

const CLUSTER: Readonly<Record<keyof KindClusterProps, true>> = {
  name: true,
  kubernetesVersion: true,
  image: true,
  nodes: true,
  networking: true,
  featureGates: true,
  runtimeConfig: true,
  kubeadmConfigPatches: true,
  kubeadmConfigPatchesJSON6902: true,
  containerdConfigPatches: true,
  containerdConfigPatchesJSON6902: true,
  hostCpus: true,
};

const NETWORKING: Readonly<Record<keyof KindNetworking, true>> = {
  ipFamily: true,
  apiServerPort: true,
  apiServerAddress: true,
  podSubnet: true,
  serviceSubnet: true,
  disableDefaultCNI: true,
  kubeProxyMode: true,
  dnsSearch: true,
};

const NODE: Readonly<Record<keyof NodeProps, true>> = {
  role: true,
  cpus: true,
  memory: true,
  image: true,
  labels: true,
  extraMounts: true,
  extraPortMappings: true,
  kubeadmConfigPatches: true,
  kubeadmConfigPatchesJSON6902: true,
};

const MOUNT: Readonly<Record<keyof Mount, true>> = {
  hostPath: true,
  containerPath: true,
  readOnly: true,
  selinuxRelabel: true,
  propagation: true,
};

const PORT_MAPPING: Readonly<Record<keyof PortMapping, true>> = {
  containerPort: true,
  hostPort: true,
  listenAddress: true,
  protocol: true,
};

/**
 * Refuses props that there are not. The compiler does too, but synth runs main.ts without it, and a misspelt prop would be left out
 * without a word.
 *
 * @throws Error naming the first one, where it stands and what was likely meant
 */
export function refuseUnknownProps(props: KindClusterProps): void {
  refuse('', props, CLUSTER);
  refuse('networking', props.networking ?? {}, NETWORKING);
  for (const [index, node] of (props.nodes ?? []).entries()) {
    const where = `nodes[${index}]`;
    refuse(where, node, NODE);
    for (const [at, mount] of (node.extraMounts ?? []).entries()) refuse(`${where}.extraMounts[${at}]`, mount, MOUNT);
    for (const [at, mapping] of (node.extraPortMappings ?? []).entries()) {
      refuse(`${where}.extraPortMappings[${at}]`, mapping, PORT_MAPPING);
    }
  }
}

/**
 * Refuses props that a construct does not have.
 *
 * @param known every prop that there is
 * @throws Error naming the first one, and what was likely meant
 */
export function refuse(where: string, props: object, known: Readonly<Record<string, true>>): void {
  const unknown = Object.keys(props).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const names = Object.keys(known);
  const meant = nearest(unknown, names);
  const instead = meant === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${meant}?`;
  throw new Error(`there is no prop ${where === '' ? '' : `${where}.`}${unknown}. ${instead}`);
}
