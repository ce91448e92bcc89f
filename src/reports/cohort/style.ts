import { MAP_GRADIENT } from "../figures/map-colours.js";
import { PAGE, paletteCss } from "../figures/palette.js";

/** The report's style sheet: one for screen and paper, light and dark, phone and desktop. An edge is shaded where more can be scrolled to. */
export const STYLE = `
:root{color-scheme:light dark;--page:${PAGE.light};--text:#1b1d1f;--faint:#5c6065;--line:#dddcd8;--sunken:#f2f2f0;--shade:#0003;--accent:#1f5f99;${paletteCss("light")}}
@media (prefers-color-scheme:dark){:root{--page:${PAGE.dark};--text:#e6e7e8;--faint:#a3a9b0;--line:#33373d;--sunken:#1d2024;--shade:#fff4;--accent:#6cb0ec;${paletteCss("dark")}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header,main,footer,nav{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .4rem;font-weight:650}
h2{font-size:1.2rem;margin:2.6rem 0 .8rem;padding-top:.7rem;border-top:1px solid var(--line);font-weight:650}
h3{font-size:1rem;margin:1.6rem 0 .5rem;font-weight:650}
p{max-width:46rem;margin:.5rem 0}
.faint,figcaption,caption,footer{color:var(--faint)}
a{color:var(--accent)}
.warning{border-left:4px solid var(--missed,#c24e00);padding:.3rem .8rem;background:var(--sunken);font-weight:600}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:1rem 0 0;padding:0}
.key{display:flex;flex-wrap:wrap;gap:.8rem 2.2rem;margin:1.2rem 0;padding:0}
.key div{min-width:5rem}
.key dt{color:var(--faint);font-size:.85rem}
.key dd{margin:0;font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums;line-height:1.25}
.scroll{overflow-x:auto;max-width:100%;background:linear-gradient(90deg,var(--page) 40%,transparent) left/3rem 100% local,linear-gradient(270deg,var(--page) 40%,transparent) right/3rem 100% local,linear-gradient(90deg,var(--shade),transparent) left/.9rem 100% scroll,linear-gradient(270deg,var(--shade),transparent) right/.9rem 100% scroll;background-repeat:no-repeat}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;font-size:.87rem;margin:.3rem 0;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.2rem 0 .4rem;font-size:.87rem}
th,td{padding:.24rem .7rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;white-space:nowrap;overflow-wrap:normal}
td.text{white-space:normal;min-width:12rem;overflow-wrap:anywhere}
tbody th{font-weight:500;padding-left:0}
thead th{font-weight:600;border-bottom:1.5px solid var(--faint)}
thead th:first-child{padding-left:0}
.number{text-align:right}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,34rem),1fr));gap:.5rem 2rem}
figure{margin:.6rem 0 1.2rem;min-width:0}
figcaption{font-size:.87rem;max-width:44rem;margin:.3rem 0}
.drawing svg{display:block;max-width:100%;height:auto;min-width:30rem}
details{font-size:.9rem;margin:.2rem 0}
summary{cursor:pointer;color:var(--accent);width:fit-content}
.slices{display:flex;flex-wrap:wrap;gap:1rem 1.4rem}
.slices figure{margin:.3rem 0}
.slices svg{display:block;max-width:100%;height:auto}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;margin:.5rem 0;padding:0;list-style:none;font-size:.9rem}
.legend .heat{display:inline-block;width:5em;height:.9em;vertical-align:-.1em;margin-right:.45em;background:${MAP_GRADIENT};print-color-adjust:exact}
.legend svg{width:1em;height:1em;vertical-align:-.12em;margin-right:.45em}
pre{background:var(--sunken);padding:.8rem 1rem;font:12.5px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:.4rem 0}
dl.definitions dt{font-weight:600}dl.definitions div{margin-top:.6rem}
dl.definitions dd{margin:0;max-width:46rem}
footer{padding:1.5rem 1.25rem 3rem;font-size:.87rem}
@media (max-width:34rem){body{font-size:14px}header,main,footer,nav{padding-left:.9rem;padding-right:.9rem}h1{font-size:1.4rem}}
@media print{@page{margin:14mm}
:root{color-scheme:light;--page:#fff;--text:#000;--faint:#444;--line:#bbb;--sunken:#f4f4f2;--accent:#000;${paletteCss("light")}}
body{font-size:10pt}nav{display:none}header,main,footer{max-width:none;padding:0}
figure,tr,.key,dl.definitions div{break-inside:avoid}h2,h3,summary,caption,thead,.case>.scroll,.legend{break-after:avoid}pre{columns:3;column-gap:4mm;font-size:6.5pt;line-height:1.3;padding:2mm}dl.definitions{columns:2;column-gap:6mm;font-size:8pt}.case{break-inside:avoid}.slices{gap:1mm 3%}.slices figure{width:31%}.scroll{overflow:visible;background:none}
figure details:not([open]){display:none}details.paper::details-content{content-visibility:visible;block-size:auto}.drawing svg{min-width:0}
.figures{grid-template-columns:1fr 1fr;gap:0 6mm}figcaption,caption{font-size:8pt}table{font-size:8pt}th,td{padding:.12rem .35rem;white-space:normal}}
`;
