import { palette } from './theme.ts';

/** The page's style sheet: one grid of 780 + 40 + 348 px, light and dark by variables, A4 rules. */
export function styleSheet(): string {
  return `:root{color-scheme:light dark;${variables('light')}}
@media screen and (prefers-color-scheme:dark){:root{${variables('dark')}}}
${layout}${type}${tables}${parts}${narrow}${print}`;
}

function variables(mode: 'light' | 'dark'): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour[mode]}`)
    .join(';');
}

const layout = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink)}
main{width:1168px;margin:0 auto;padding:20px 0 64px;box-sizing:content-box}
.row{display:grid;grid-template-columns:780px 348px;column-gap:40px;align-items:start}
.row+.row,.row+.thirds,.thirds+.row,.thirds+.thirds{margin-top:36px}
.thirds{display:grid;grid-template-columns:repeat(3,368px);column-gap:32px;row-gap:28px}
.thirds>.third{display:grid;grid-template-rows:subgrid;grid-row:span 2;row-gap:8px;align-content:start}
.main,.side,.third{min-width:0}
.side>*+*{margin-top:18px}
.thirds.fans{row-gap:14px;margin-top:20px}
.decide{grid-template-areas:"lead side" "chart side";grid-template-rows:auto 1fr}
.decide>.lead{grid-area:lead}.decide>.side{grid-area:side}.decide>.chart{grid-area:chart}
header.row{align-items:start}
section{border-top:1px solid var(--ink);margin-top:44px;padding-top:12px}
section.first{border-top-width:2px;margin-top:18px}
.pair{display:grid;grid-template-columns:368px 368px;column-gap:44px}
figure{margin:0}
svg{display:block;max-width:100%;height:auto}
svg text{white-space:pre}
`;

const type = `
body{font:15px/1.45 "Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:28px;line-height:1.2;font-weight:700;margin:0 0 8px;letter-spacing:-.01em}
h2{font-size:20px;line-height:1.3;font-weight:700;margin:0 0 12px}
h3{font-size:15px;font-weight:600;margin:0 0 8px}
p{margin:0 0 8px}
.lead-sentence{font-size:19px;line-height:1.35;margin:0 0 8px}
.takeaway{font-size:15px;font-weight:600;line-height:1.35;margin:0 0 6px}
.note,.subtitle{font-size:12.5px;line-height:1.45;color:var(--ink2)}
.note{margin:8px 0 0}
.head-line{font-size:13px;color:var(--ink2);margin:0 0 3px}
.label{display:inline-block;border:1px solid var(--ink);border-radius:2px;color:var(--ink);font-size:12px;line-height:1.25;padding:0 5px}
code{font:12px/1.4 "DejaVu Sans Mono",Menlo,Consolas,monospace}
`;

const tables = `
table{border-collapse:collapse;width:100%;font-size:13px;line-height:1.3}
th{font-weight:400;text-align:left}
.right{text-align:right}.left{text-align:left}
table.figures{margin:0}
.figures thead th{color:var(--ink2);font-size:12.5px;padding:4px 0 5px;border-bottom:1px solid var(--ink3);vertical-align:bottom}
.figures tbody th,.figures tbody td{padding:4px 0;border-bottom:1px solid var(--grid);vertical-align:top}
.figures th+th,.figures td{padding-left:10px!important}
.figures td{white-space:nowrap}
.figures td.left{white-space:normal}
tr.total th,tr.total td{font-weight:600}
.quality td:nth-child(3),.quality td:nth-child(4),.quality td:nth-child(5){white-space:nowrap!important}
.plan-table{table-layout:fixed;border-collapse:collapse;margin-top:2px}
.plan-table th,.plan-table td{padding:3px 0;text-align:center;font-size:12px;white-space:nowrap}
.plan-table tr{border-bottom:1px solid var(--grid)}
.plan-table tr.hours{border-bottom:1px solid var(--ink3)}
.plan-table tr.hours th{color:var(--ink2);font-weight:400}
.plan-table th:first-child{text-align:left;font-size:13px;overflow:hidden}
.plan-table tr.hours th:first-child{font-size:12.5px}
.plan-table td:last-child,.plan-table th:last-child{text-align:right}
.plan-table .edge{border-left:1px solid var(--grid)}
.plan-table td.trade{font-weight:600}
.plan-table td.buy{color:var(--dayAheadText)}
.plan-table td.zero{color:var(--ink3);font-weight:400}
.plan-table.fine td.trade{font-size:11px}
.plan-table .at{color:var(--ink2);font-size:11px}
.plan-table td:last-child{color:var(--ink2)}
.swatch{display:inline-block;width:9px;height:9px;margin-right:6px;vertical-align:0}
.streams{table-layout:fixed;width:780px}
.streams th,.streams td{padding:0;height:26px;vertical-align:middle}
.streams tr.heading th{height:40px;vertical-align:bottom;padding-bottom:6px;color:var(--ink2);font-size:12.5px;line-height:1.2}
.streams tr.heading th,.streams tr.last th,.streams tr.last td{box-shadow:inset 0 -1px 0 var(--ink3)}
.streams th.picture{box-shadow:none!important;vertical-align:top;height:auto;padding:0!important}
.stress-table{margin-top:10px}
.stress-table small{font-size:12px;color:var(--ink2)}
.scroll{overflow-x:auto}
`;

const parts = `
.lights{list-style:none;margin:4px 0 0;padding:0;font-size:13px;line-height:1.4}
.lights li{display:grid;grid-template-columns:24px 1fr;margin-bottom:4px}
.lights svg{margin-top:1px}
.lights b{font-weight:600;display:block}
.lights span{color:var(--ink2)}
.light-breach b{color:var(--breach)}
.key{display:grid;grid-template-columns:1fr auto;column-gap:12px;border-top:1px solid var(--rule);padding:7px 0 8px;align-items:start}
.key .name{font-size:14px;line-height:1.3}
.key .name small{display:block;font-size:12.5px;color:var(--ink2)}
.key .value{font-size:19px;font-weight:600;text-align:right;white-space:nowrap;line-height:1.25}
.key .value.words{font-size:14px;font-weight:400;white-space:normal;max-width:150px}
.keys{border-bottom:1px solid var(--rule);margin:4px 0 10px}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:12px;margin:2px 0 6px;padding:0;list-style:none}
.legend i{display:inline-block;width:14px;height:3px;margin-right:5px;vertical-align:3px}
.legend i.block{width:9px;height:9px;vertical-align:-0.5px}
.legend i.diamond{width:8px;height:8px;vertical-align:0;transform:rotate(45deg)}
.heat-legend{display:flex;font-size:11px;color:var(--ink2);margin:6px 0 0 100px;align-items:flex-start}
.heat-legend .end{line-height:11px;padding:0 6px}
.heat-legend div{width:44px;position:relative;padding-top:11px;height:27px}
.heat-legend div::before{content:"";position:absolute;inset:0 1px auto 0;height:11px;background:var(--heat)}
.heat-legend div span{position:absolute;left:0;top:13px;transform:translateX(-50%);white-space:nowrap}
.drivers{margin:0;padding-left:22px;font-size:14px;line-height:1.4}
.drivers li{margin-bottom:8px;padding-left:4px}
.drivers small{display:block;font-size:12.5px;color:var(--ink2)}
dl{display:grid;align-content:start;grid-template-columns:126px 1fr;gap:3px 14px;font-size:13px;line-height:1.35;margin:0}
dt{color:var(--ink2)}dd{margin:0;overflow-wrap:anywhere}
.day-title{font-size:14px;margin:2px 0 0}
.caution{font-size:13px;border-left:3px solid var(--caution);padding-left:9px;margin:0 0 8px}
.failed{color:var(--breach);font-weight:600}
.within{color:var(--caution)}
.light-row{display:inline-flex;gap:4px;vertical-align:-3px}
.runs a{color:var(--dayAheadText)}
.runs .left+.left,.runs td.left,.runs th.left:not(:first-child){padding-left:28px!important}
figure.below{margin-top:10px}
footer{margin-top:40px;font-size:12.5px;color:var(--ink2)}
`;

const narrow = `
@media screen and (max-width:1215px){
main{width:780px;padding-left:24px;padding-right:24px}
.row{grid-template-columns:780px;row-gap:18px}
.side{display:grid;grid-template-columns:368px 368px;column-gap:44px;row-gap:12px;align-items:start}
.side>*+*{margin-top:0}
.side>.wide{grid-column:1/-1}
.lights{display:grid;grid-template-columns:repeat(3,1fr);column-gap:20px}
.thirds{grid-template-columns:368px 368px;column-gap:44px}
.decide{grid-template-areas:"lead" "side" "chart";grid-template-rows:auto}
}
@media screen and (max-width:827px){
main{width:auto;padding-left:16px;padding-right:16px}
.row,.side,.thirds,.pair,.lights{grid-template-columns:minmax(0,1fr)}
.scroll>*{min-width:780px}
}
`;

const print = `
@media print{
@page{size:A4;margin:12mm}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
main{width:780px;padding:0;zoom:.9}
.row{grid-template-columns:780px;row-gap:14px}
.side{display:grid;grid-template-columns:368px 368px;column-gap:44px;row-gap:10px;align-items:start}
.side>*+*{margin-top:0}
.side>.wide{grid-column:1/-1}
.lights{display:grid;grid-template-columns:repeat(3,1fr);column-gap:20px}
.thirds{grid-template-columns:368px 368px;column-gap:44px}
.decide{grid-template-areas:"lead" "side" "chart";grid-template-rows:auto}
figure,table,.third,.key{break-inside:avoid}
h2,h3,.takeaway{break-after:avoid}
header.row,section.first{zoom:.88}
header.row{row-gap:8px}
.decide{row-gap:8px!important}
section.first{margin-top:6px}
section.second{break-before:page;border-top-width:1px;margin-top:0}
section{margin-top:28px}
}
`;
