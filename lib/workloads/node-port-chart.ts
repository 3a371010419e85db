import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import { refuse } from '../cluster/known-props';

export interface NodePortChartProps {
  /** Whose pods answer. */
  readonly workload: kplus.Workload;
  /** The port of every node, 30000 to 32767, unlike that of any other Service. */
  readonly nodePort: number;
  /**
   * The port of the Service in the cluster.
   *
   * @default 80
   */
  readonly port?: number;
  /**
   * The port of the pods.
   *
   * @default the first one of the workload's containers
   */
  readonly targetPort?: number;
  /**
   * The name of the Service.
   *
   * @default the chart's id
   */
  readonly name?: string;
  /** @default the namespace `default` */
  readonly namespace?: string;
}

const PROPS: Readonly<Record<keyof NodePortChartProps, true>> = {
  workload: true,
  nodePort: true,
  port: true,
  targetPort: true,
  name: true,
  namespace: true,
};

/** A Service of type NodePort. `cluster.expose(chart.service)` makes it reachable from the host. */
export class NodePortChart extends Chart {
  readonly service: kplus.Service;

  constructor(scope: Construct, id: string, props: NodePortChartProps) {
    super(scope, id, { namespace: props.namespace });
    refuse('', props, PROPS);
    const { workload, nodePort, port = 80, name = id } = props;
    const containerPort = workload.containers.flatMap(({ ports }) => ports)[0]?.number;

    this.service = new kplus.Service(this, 'service', {
      metadata: { name },
      type: kplus.ServiceType.NODE_PORT,
      ports: [{ port, targetPort: props.targetPort ?? containerPort ?? port, nodePort }],
    });
    // By the labels that the workload itself selects: cdk8s-plus's `selector: workload` takes a label with a hash.
    for (const [key, value] of Object.entries(workload.matchLabels)) this.service.selectLabel(key, value);
    // The API server does not keep an empty list, so kubectl would say `configured` at every apply.
    ApiObject.of(this.service).addJsonPatch(JsonPatch.remove('/spec/externalIPs'));
  }
}
