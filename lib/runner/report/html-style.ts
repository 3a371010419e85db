/** The style of the report's page, on top of what all pages share. */
export const REPORT_STYLE = `
.verdict{display:flex;gap:14px;align-items:center}
.badge{flex:none;display:grid;place-items:center;width:40px;height:40px;border-radius:50%;font-size:20px;font-weight:700}
.good .badge{background:var(--good-soft);color:var(--good)}
.broken .badge{background:var(--broken-soft);color:var(--broken)}
.suspect .badge{background:var(--suspect-soft);color:var(--suspect)}
header p{margin:10px 0 0}
.urls{display:flex;flex-wrap:wrap;gap:4px 20px;list-style:none;padding:0;margin:10px 0 0}
article{border:1px solid var(--line);border-left:4px solid var(--broken);border-radius:8px;padding:16px 20px;margin:0 0 14px}
article h3{margin:0 0 10px;font-size:15px}
.tag{display:inline-block;padding:1px 8px;border-radius:10px;font-size:12.5px;font-weight:600;white-space:nowrap}
.tag.passed,.tag.done{background:var(--good-soft);color:var(--good)}
.tag.failed{background:var(--broken-soft);color:var(--broken)}
.tag.skipped,.tag.interrupted{background:var(--suspect-soft);color:var(--suspect)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 18px;margin:0}
dt{color:var(--muted)}
dd{margin:0;min-width:0}
dd pre{margin-top:4px;background:var(--surface);border-radius:6px;padding:8px 12px;font-size:13px}
summary{cursor:pointer;color:var(--link);margin:0 0 10px}
table{width:100%;border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
th{text-align:left;font-weight:600;font-size:12.5px;color:var(--muted);padding:4px 16px 6px 0;border-bottom:1px solid var(--line)}
td{padding:8px 16px 8px 0;border-bottom:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.number{text-align:right;white-space:nowrap}
.checks{table-layout:fixed}
.checks th:nth-child(1){width:92px}
.checks th:nth-child(2){width:116px}
.checks th:nth-child(3){width:24%}
.checks th:nth-child(6){width:76px}
.amount{min-width:200px}
.amount small{display:block;font-size:12.5px}
.bar{position:relative;height:8px;margin:6px 0 4px;border-radius:4px;background:var(--track);overflow:hidden}
.bar i{position:absolute;left:0;border-radius:4px}
.bar .requested{top:0;bottom:0;background:var(--requested)}
.bar .over{top:0;bottom:0;background:var(--broken)}
.bar .used{top:2px;bottom:2px;background:var(--used)}
.over-words{color:var(--broken);font-weight:600}
.steps{list-style:none;margin:0;padding:0}
.steps li{display:grid;grid-template-columns:minmax(140px,30%) 1fr 84px;gap:16px;align-items:center;padding:5px 0;font-size:14px}
.lane{position:relative;height:12px;border-radius:3px;background:var(--surface)}
.lane i{position:absolute;top:0;bottom:0;min-width:3px;border-radius:3px;background:var(--requested)}
.lane .failed{background:var(--broken)}
.lane .interrupted{background:var(--suspect-mark)}
.actions{margin:0;padding-left:22px}
footer{margin-top:44px;padding-top:14px;border-top:1px solid var(--line);font-size:13.5px;color:var(--muted)}
@media (max-width:640px){
thead{display:none}
table,tbody,tr,td{display:block;width:100%}
tr{padding:10px 0;border-bottom:1px solid var(--line)}
td{display:grid;grid-template-columns:84px 1fr;gap:12px;padding:3px 0;border:0;text-align:left}
td::before{content:attr(data-label);color:var(--muted);font-size:12.5px}
td>*{justify-self:start;min-width:0}
td.amount>div{justify-self:stretch}
.number{text-align:left}
.checks tr.passed td:nth-child(4),.checks td:nth-child(6){display:none}
dl{grid-template-columns:1fr;gap:0}
dd{margin-bottom:8px}
article{padding:14px 16px}
.steps li{grid-template-columns:1fr auto;gap:2px 12px}
.steps .lane{grid-row:2;grid-column:1/-1}
}
@media print{
table,.steps li,.amount small,dd pre,.tag{font-size:11px}
td{padding-top:4px;padding-bottom:4px}
article{padding:10px 14px}
h2{margin-top:24px}
footer{margin-top:20px;font-size:11px;break-before:avoid}
details::details-content{content-visibility:visible;height:auto}
summary{display:none}
thead{display:table-header-group}
}`;
