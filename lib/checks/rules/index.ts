import type { Rule } from '../description';
import { antiAffinityFits } from './anti-affinity-fits';
import { apiServer } from './api-server';
import { clusterNameRule } from './cluster-name';
import { containerdPatches } from './containerd-patches';
import { controlPlanes } from './control-planes';
import { dataValues } from './data-values';
import { hostPortFits } from './host-port-fits';
import { hostPortUnique } from './host-port-unique';
import { ipFamily } from './ip-family';
import { kubeProxyMode } from './kube-proxy-mode';
import { kubeadmJsonPatchesRule } from './kubeadm-json-patches';
import { kubeadmPatchesRule } from './kubeadm-patches';
import { listenAddress } from './listen-address';
import { localTraffic } from './local-traffic';
import { mappingWithoutService } from './mapping-without-service';
import { nodeImage } from './node-image';
import { nodeImageVersions } from './node-image-versions';
import { nodeLabelSelected } from './node-label-selected';
import { nodeLabels } from './node-labels';
import { nodeLabelsPatch } from './node-labels-patch';
import { nodeMounts } from './node-mounts';
import { nodePortMapped } from './node-port-mapped';
import { nodePortRangeRule } from './node-port-range';
import { nodePortUnique } from './node-port-unique';
import { nodeRole } from './node-role';
import { nodeRoleLabels } from './node-role-labels';
import { nodeSize } from './node-size';
import { objectLabels } from './object-labels';
import { objectName } from './object-name';
import { objectUnique } from './object-unique';
import { podFits } from './pod-fits';
import { portProtocol } from './port-protocol';
import { portRange } from './port-range';
import { quantitiesRule } from './quantities';
import { replicasRule } from './replicas';
import { replicasFit } from './replicas-fit';
import { requestsWithinLimits } from './requests-within-limits';
import { roomUncertain } from './room-uncertain';
import { serviceSelector } from './service-selector';
import { serviceTargetPort } from './service-target-port';
import { sizedNodeMounts } from './sized-node-mounts';
import { sizedNodeReserved } from './sized-node-reserved';
import { spreadDomains } from './spread-domains';
import { spreadFits } from './spread-fits';
import { subnets } from './subnets';
import { workloadContainers } from './workload-containers';
import { workloadSelector } from './workload-selector';
import { workloadsFitTogether } from './workloads-fit-together';

/** Every rule, by the name that its problems carry. Adding one is a file, a line here and a row in its test. */
export const RULES = {
  'cluster-name': clusterNameRule,
  'control-planes': controlPlanes,
  'node-role': nodeRole,
  'node-image': nodeImage,
  'node-image-versions': nodeImageVersions,
  'api-server': apiServer,
  'ip-family': ipFamily,
  subnets,
  'kube-proxy-mode': kubeProxyMode,
  'port-range': portRange,
  'port-protocol': portProtocol,
  'listen-address': listenAddress,
  'host-port-unique': hostPortUnique,
  'node-labels': nodeLabels,
  'node-role-labels': nodeRoleLabels,
  'node-labels-patch': nodeLabelsPatch,
  'node-mounts': nodeMounts,
  'kubeadm-patches': kubeadmPatchesRule,
  'kubeadm-json-patches': kubeadmJsonPatchesRule,
  'containerd-patches': containerdPatches,
  'node-size': nodeSize,
  'sized-node-mounts': sizedNodeMounts,
  'sized-node-reserved': sizedNodeReserved,
  'object-name': objectName,
  'object-unique': objectUnique,
  'object-labels': objectLabels,
  'data-values': dataValues,
  replicas: replicasRule,
  'node-port-mapped': nodePortMapped,
  'node-port-range': nodePortRangeRule,
  'node-port-unique': nodePortUnique,
  'mapping-without-service': mappingWithoutService,
  'local-traffic': localTraffic,
  'service-selector': serviceSelector,
  'service-target-port': serviceTargetPort,
  'workload-containers': workloadContainers,
  'workload-selector': workloadSelector,
  quantities: quantitiesRule,
  'requests-within-limits': requestsWithinLimits,
  'node-label-selected': nodeLabelSelected,
  'pod-fits': podFits,
  'replicas-fit': replicasFit,
  'host-port-fits': hostPortFits,
  'anti-affinity-fits': antiAffinityFits,
  'spread-fits': spreadFits,
  'spread-domains': spreadDomains,
  'workloads-fit-together': workloadsFitTogether,
  'room-uncertain': roomUncertain,
} as const satisfies Readonly<Record<string, Rule>>;

/** The name of a rule. */
export type RuleName = keyof typeof RULES;
