import type { ObjectMeta, ServicePort, ServiceSpec } from '../../kubernetes/object';
import type { EndpointSliceState, ServicePortState, ServiceState } from './cluster-state';

interface RawService {
  readonly metadata: ObjectMeta;
  readonly spec?: ServiceSpec;
}

export function reduceService({ metadata, spec = {} }: RawService): ServiceState {
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    type: spec.type ?? 'ClusterIP',
    ports: servicePorts(spec),
  };
}

/** The ports of a Service with the API server's defaults filled in. */
export function servicePorts(spec: ServiceSpec): ServicePortState[] {
  const ports: readonly (ServicePort & { readonly appProtocol?: string })[] = spec.ports ?? [];
  return ports.map(({ name, port, targetPort = port, nodePort, protocol = 'TCP', appProtocol }) => ({
    ...(name !== undefined && { name }),
    port,
    targetPort,
    ...(nodePort !== undefined && { nodePort }),
    protocol,
    ...(appProtocol !== undefined && { appProtocol }),
  }));
}

interface RawEndpointSlice {
  readonly metadata: ObjectMeta;
  readonly endpoints?:
    | readonly {
        readonly conditions?: { readonly ready?: boolean };
        readonly targetRef?: { readonly kind?: string; readonly uid?: string };
      }[]
    | null;
}

export function reduceEndpointSlice({ metadata, endpoints }: RawEndpointSlice): EndpointSliceState {
  return {
    namespace: metadata.namespace ?? '',
    service: metadata.labels?.['kubernetes.io/service-name'] ?? '',
    readyPodUids: (endpoints ?? []).flatMap(({ conditions, targetRef }) =>
      // Absent means unknown, which is to be read as ready.
      conditions?.ready !== false && targetRef?.kind === 'Pod' && targetRef.uid !== undefined ? [targetRef.uid] : [],
    ),
  };
}
