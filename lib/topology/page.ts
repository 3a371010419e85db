import { plural } from './amount';
import { htmlDocument } from './document';
import { markup } from './markup';
import { picture } from './picture';
import { type Described, fromPlacement, type Placement } from './placement';

/** A page that shows where the pods of a described cluster are expected, before there is any cluster. */
export function expectedPage(placement: Placement, described: Described): string {
  const topology = fromPlacement(placement, described);
  const pods = topology.nodes.reduce((sum, node) => sum + node.pods.length, 0);
  return htmlDocument({
    title: `Expected placement on cluster ${described.cluster}`,
    body: markup`<header>
<h1>Where the pods are expected</h1>
<p class="muted">Cluster ${described.cluster}: ${plural(topology.nodes.length, 'node')}, ${plural(pods, 'pod')}, as described. No cluster was asked.</p>
</header>
${picture(topology)}
<h2>As text</h2>
<pre>${placement.lines.join('\n')}</pre>`,
  });
}
