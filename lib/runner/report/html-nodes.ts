import { share, shortCpu, shortMemory } from '../../topology/amount';
import { Markup, markup } from '../../topology/markup';
import { foldable } from './html-checks';
import type { ReportAmount, ReportCluster } from './report';

/** The nodes with what is requested of them and used on them, against their size. */
export function nodesTable(cluster: ReportCluster | undefined): Markup {
  if (cluster === undefined || cluster.nodes.length === 0) return markup``;
  return markup`<section>
<h2>Nodes</h2>
${foldable(
  cluster.nodes.length,
  'nodes',
  markup`<table>
<thead><tr><th scope="col">Node</th><th scope="col">State</th><th scope="col">CPU</th><th scope="col">Memory</th><th scope="col" class="number">Pods</th></tr></thead>
<tbody>
${cluster.nodes.map(
  ({
    name,
    role,
    ready,
    container,
    unschedulable,
    version,
    sized,
    cpu,
    memory,
    pods,
  }) => markup`<tr><td data-label="Node"><span><span class="name">${name}</span><br><span class="muted">${role}, ${version}${
    sized ? '' : ', no size declared'
  }</span></span></td><td data-label="State"><span><span class="tag ${ready ? 'passed' : 'failed'}">${container ?? (ready ? 'Ready' : 'NotReady')}</span>${
    unschedulable && markup` <span class="tag skipped">SchedulingDisabled</span>`
  }</span></td><td data-label="CPU" class="amount">${amount(cpu, shortCpu)}</td><td data-label="Memory" class="amount">${amount(memory, shortMemory)}</td><td data-label="Pods" class="number"><span>${
    pods.length
  }</span></td></tr>
`,
)}</tbody>
</table>`,
)}
</section>`;
}

function amount({ capacity, allocatable, requested, used }: ReportAmount, format: (value: number) => string): Markup {
  const percent = (part: number) => new Markup((share(part, allocatable) * 100).toFixed(1));
  const over = requested > allocatable;
  return markup`<div><div class="bar"><i class="${over ? 'over' : 'requested'}" style="width:${percent(requested)}%"></i>${
    used !== undefined && markup`<i class="used" style="width:${percent(used)}%"></i>`
  }</div><small>${over ? markup`<span class="over-words">${format(requested)} requested</span>` : markup`${format(requested)} requested`}${
    used !== undefined && `, ${format(used)} used`
  } <span class="muted">of ${format(allocatable)}${capacity !== allocatable && `, capacity ${format(capacity)}`}</span></small></div>`;
}
