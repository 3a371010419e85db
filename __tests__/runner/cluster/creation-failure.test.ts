import { likelyCause } from '../../../lib/runner/cluster/creation-failure';

test.each([
  [
    'docker: Error response from daemon: driver failed: Bind for 127.0.0.1:30080 failed: port is already allocated.',
    /a host port that it maps is taken.*\n.*30080/,
  ],
  ['write /var/lib/x: no space left on device', /the disk is full/],
  ['ERROR: failed to create cluster: failed to pull image "kindest/node:v9"', /its node image cannot be pulled/],
  ['ERROR: failed to create cluster: could not find a log line that matches "Reached target"', /a node did not start/],
  ['ERROR: failed to create cluster: failed to join node with kubeadm', /kubeadm did not get a node going/],
  ['ERROR: something new', /^something new$/],
])('%s', (output, cause) => {
  expect(likelyCause(output).cause).toMatch(cause);
});
