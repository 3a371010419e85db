// Preloaded into a Node whose peak of memory is measured: it writes it to the file that BENCH_USAGE_FILE names.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  // maxRSS is in KiB on every platform.
  writeFileSync(process.env.BENCH_USAGE_FILE, JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 }));
});
