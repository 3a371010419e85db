import { parseDiff } from '../../../lib/runner/objects/diff';

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'nginx' } };
const SERVICE = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } };

const OUTPUT = `diff -u -N /tmp/LIVE-123/apps.v1.Deployment.default.nginx /tmp/MERGED-456/apps.v1.Deployment.default.nginx
--- /tmp/LIVE-123/apps.v1.Deployment.default.nginx\t2026-01-01
+++ /tmp/MERGED-456/apps.v1.Deployment.default.nginx\t2026-01-01
@@ -6 +6 @@
-  replicas: 2
+  replicas: 3
diff -u -N /tmp/LIVE-123/v1.Service.shop.web /tmp/MERGED-456/v1.Service.shop.web
--- /tmp/LIVE-123/v1.Service.shop.web\t2026-01-01
+++ /tmp/MERGED-456/v1.Service.shop.web\t2026-01-01
@@ -0,0 +1,2 @@
+apiVersion: v1
+kind: Service
`;

test('each object of a diff is named, with what is to happen to it', () => {
  expect(parseDiff(OUTPUT, [DEPLOYMENT, SERVICE])).toEqual([
    { object: 'Deployment default/nginx', remedy: 'change', diff: '@@ -6 +6 @@\n-  replicas: 2\n+  replicas: 3' },
    { object: 'Service shop/web', remedy: 'create', diff: '' },
  ]);
});

test('no output is no difference', () => {
  expect(parseDiff('', [DEPLOYMENT])).toEqual([]);
});
