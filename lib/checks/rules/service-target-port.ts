import { applicationOf, type Service, type ServicePort, type Workload } from '../application';
import type { Finding, Rule } from '../description';
import { error, warning } from '../finding';
import { selectedWorkloads } from '../selected-workloads';
import { declaredPorts, servicePortTargets } from '../service-targets';

/**
 * The targetPort of a Service is a port of a container that it selects. A name has to be declared; a number need not be, as
 * containerPort only informs (istiod listens on ports that it does not declare), but where others are declared it may be
 * mistyped. A headless Service leads to the pods themselves, whatever number it has.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
 */
export const serviceTargetPort: Rule = (description) => {
  const { services, templates } = applicationOf(description);
  return services.flatMap((service) => {
    if (Object.keys(service.selector).length === 0 || service.type === 'ExternalName') return [];
    const selected = selectedWorkloads(service, templates);
    return selected.length === 0 ? [] : service.ports.flatMap((port) => check(service, port, selected));
  });
};

function check(service: Service, port: ServicePort, selected: readonly Workload[]): Finding[] {
  const named = typeof port.targetPort === 'string';
  if (!named && (service.headless || selected.some((workload) => declaredPorts(workload).length === 0))) return [];
  if (selected.some((workload) => servicePortTargets(workload, port).length > 0)) return [];
  const [workload] = selected;
  const declared = selected
    .flatMap(declaredPorts)
    .map(({ containerPort, name, protocol = 'TCP' }) => `${containerPort}/${protocol}${name === undefined ? '' : ` (${name})`}`);
  const what = `targetPort ${port.targetPort}/${port.protocol} of port ${port.port}`;
  const report = named ? error : warning;
  return [
    report(
      service.path,
      `${service.name}: ${what} is no port of a container of ${workload?.kind} ${workload?.name}, which has ${[...new Set(declared)].join(', ') || 'none'}.`,
      'Set targetPort to the number or name of a containerPort, with its protocol.',
    ),
  ];
}
