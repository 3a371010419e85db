import { changedLines, parseDiff } from '../../../lib/runner/objects/diff';

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

test('a diff is shown without what the API server counts up, and without the copy that kubectl keeps', () => {
  const diff = `@@ -6,5 +6,5 @@
     kubectl.kubernetes.io/last-applied-configuration: |
       {"apiVersion":"apps/v1","kind":"Deployment"}
   creationTimestamp: "2026-01-01T00:00:00Z"
-  generation: 1
+  generation: 2
   name: nginx
@@ -15,3 +15,3 @@
 spec:
-  replicas: 3
+  replicas: 2
   revisionHistoryLimit: 10
@@ -55,2 +55,2 @@
-            memory: 128Mi
+            memory: 64Mi`;
  expect(changedLines(diff)).toEqual([
    ' spec:',
    '-  replicas: 3',
    '+  replicas: 2',
    '   revisionHistoryLimit: 10',
    '  …',
    '-            memory: 128Mi',
    '+            memory: 64Mi',
  ]);
});

test('no output is no difference', () => {
  expect(parseDiff('', [DEPLOYMENT])).toEqual([]);
});
