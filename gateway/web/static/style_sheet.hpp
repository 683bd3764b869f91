// The one style sheet of the page, and its icon. No element has a style of its own (the page's
// policy refuses it): lengths that depend on data are attributes of SVG elements. Colours meet WCAG
// 2.2 AA on their grounds, light and dark; what prints repeats the banner on every sheet of paper.
// Private to this folder.
#pragma once

#include <string_view>

namespace pouch::gateway::web {

inline constexpr std::string_view kStyleSheet =
    R"css(:root {
  color-scheme: light dark;
  --paper: #f6f6f2; --sheet: #fff; --ink: #1c2228; --soft: #545d66; --line: #dcded8; --hair: #ebece7;
  --accent: #1b4f83; --accent-bg: #e8eff6; --mark: #ffe99a;
  --red: #a11d1b; --red-bg: #fbe9e7; --amber: #835000; --amber-bg: #fbf0da;
  --green: #1d673a; --green-bg: #e5f2ea; --violet: #5a3c86; --violet-bg: #efeaf6;
  --banner: #f0d59b; --banner-ink: #432c00; --bar: #20303f; --bar-ink: #e9eef3; --bar-soft: #a9b8c6;
  --on-accent: #fff; --second: #6a9bc9; --third: #cbbda6; --fourth: #e7e8e3;
  --rim: 1px solid var(--line); --thin: 1px solid var(--hair); --rest: minmax(0, 1fr);
  --sans: "Inter", "Segoe UI", "Noto Sans", "Helvetica Neue", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181c; --sheet: #1b2126; --ink: #e4e8eb; --soft: #a3adb6; --line: #333c44; --hair: #272f36;
    --accent: #8fbce8; --accent-bg: #1f3042; --mark: #5c4a00;
    --red: #ff9d96; --red-bg: #40211f; --amber: #f1c26b; --amber-bg: #3a2e16;
    --green: #86d3a2; --green-bg: #1c3426; --violet: #c7b0ee; --violet-bg: #2d2540;
    --banner: #4d3a10; --banner-ink: #ffe3a3; --bar: #0e1317; --bar-ink: #e4e8eb; --bar-soft: #93a1ad;
    --on-accent: #0e1a26; --second: #4d7fae; --third: #7d7059; --fourth: #39434b;
  }
}
* { box-sizing: border-box; }
html { font: 14px/1.45 var(--sans); color: var(--ink); background: var(--paper);
  font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%;
  scroll-padding-top: 44px; } /* the banner hides nothing that is jumped to */
body { margin: 0; }
h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--accent); text-decoration: none; }
a:hover, p a, small a, .form a, .me a, nav.right a, .tally span span a {
  text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 2px; }
.where a, .tally a, p > a:only-child, a.button { text-decoration: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
mark { background: var(--mark); color: inherit; padding: 0 1px; border-radius: 2px; }
svg { display: block; }
summary { cursor: pointer; }
.hand summary, .post summary, .more summary { color: var(--accent); } .more summary { font-size: 12.5px; }
.off { position: absolute; left: -9999px; }
a.off:focus { left: 8px; top: 6px; z-index: 4; padding: 4px 10px; background: var(--sheet); }
.nw { white-space: nowrap; }

/* sizes of letters, and what is said in a lower voice */
.num { font-family: var(--mono); font-size: .93em; letter-spacing: -.01em; white-space: nowrap; }
h1 { font-size: 21px; line-height: 1.3; font-weight: 620; letter-spacing: -.01em; }
h2 { font-size: 12px; font-weight: 650; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); }
h3 { font-size: 14px; font-weight: 620; }
.soft, .facts dt { color: var(--soft); }
.facet span, .who small, .list small, td small, footer { color: var(--soft); font-size: 12px; }
.help, .where, .why, .seal, .post, .figures span, .key, figcaption small, .tiles dt, .message header .right {
  color: var(--soft); font-size: 12.5px; }
.head .right, .short, .step, .form dt, .notes { color: var(--soft); font-size: 13px; }
.small, .facet a, .tally .right, .veil, .facts, .list li, .note, .wrong, caption { font-size: 13px; }
.who small, .list small, td small, .steps small, .clock small, figcaption small { display: block; }
h1, .hit p, .hit h3, .text p, .form dd, .facts dd, td, .file, .short summary, .small .num, .halves code { overflow-wrap: anywhere; }
.seal .num, .small .num { white-space: normal; }

/* handling and classification: the strictest of what the page shows; on every printed page too */
header { display: contents; }
.banner { position: sticky; top: 0; z-index: 3; background: var(--banner); color: var(--banner-ink);
  padding: 4px 24px; font-size: 12.5px; display: flex; gap: 14px; align-items: baseline; }
.banner b { letter-spacing: .06em; white-space: nowrap; }
.banner.plain { background: var(--hair); color: var(--soft); }

.bar { background: var(--bar); color: var(--bar-ink); display: flex; align-items: center; gap: 22px;
  padding: 0 24px; min-height: 46px; justify-content: space-between; }
.bar a { color: var(--bar-ink); }
.brand { font-weight: 650; font-size: 16px; letter-spacing: .01em; }
.bar nav { display: flex; gap: 2px; flex: 1; }
.bar nav a { white-space: nowrap; padding: 12px 11px; color: var(--bar-soft); border-bottom: 2px solid transparent; }
.bar nav a[aria-current] { color: #fff; border-color: #8fb7df; }
.bar nav b { font-weight: 600; color: #ffc2bd; margin-left: 3px; }
.find { display: flex; }
.find input { background: #ffffff14; border: 1px solid #ffffff2e; color: #fff; border-radius: 5px;
  padding: 5px 9px; font: inherit; width: 210px; }
.find input::placeholder { color: var(--bar-soft); }
.me { text-align: right; font-size: 12px; line-height: 1.3; color: var(--bar-soft); white-space: nowrap; }
.me strong { color: var(--bar-ink); font-weight: 550; font-size: 13px; }

main, footer { max-width: 1280px; margin: 0 auto; padding: 20px 24px 48px; }
footer, .head, .tally, .filter, .where, .why, .files, .key { display: flex; flex-wrap: wrap; gap: 4px 20px; }
footer { padding: 12px 24px 28px; border-top: var(--rim); }
.head { gap: 8px 18px; align-items: baseline; }
.head .right, .where time, .tally .right, .message header .right { margin-left: auto; }
.sheet, .tiles div, .stats figure, .notes { background: var(--sheet); border: var(--rim); border-radius: 8px; }
.note, .wrong { padding: 10px 14px; background: var(--amber-bg); border-radius: 8px; margin-bottom: 18px; }
.wrong { background: var(--red-bg); color: var(--red); }
.block { margin-bottom: 20px; }
h1 + .form, h1 + .sheet, .head + .sheet { margin-top: 14px; }
.found, .case, .desk, .halves, .beside { display: grid; grid-template-columns: var(--rest) var(--rest); gap: 28px; margin-top: 16px; }
.side > section { padding: 0 0 18px; }
.side h2 { padding-bottom: 6px; border-bottom: var(--rim); margin-bottom: 7px; }
.list li { padding: 3px 0; line-height: 1.4; } .list small b { color: var(--green); font-weight: 600; }

/* small words in frames */
.tag { display: inline-block; font-size: 11.5px; line-height: 17px; padding: 0 6px; border-radius: 4px;
  background: var(--hair); color: var(--soft); white-space: nowrap; font-weight: 550; }
.late, .flash { color: var(--red); } .due, .h2 { color: var(--amber); } .good { color: var(--green); }
.h1, .chip { background: var(--accent-bg); color: var(--accent); } .h3 { background: var(--violet-bg); color: var(--violet); }
.tag.late, .flash { background: var(--red-bg); } .tag.due, .h2 { background: var(--amber-bg); } .tag.good { background: var(--green-bg); }
.cc { display: inline-block; font: 600 11.5px/17px var(--mono); padding: 0 5px; border-radius: 3px;
  border: var(--rim); background: var(--sheet); color: var(--ink); }
.chip { font-size: 12.5px; line-height: 22px; padding: 1px 10px; border-radius: 12px; }
kbd { font: 11px var(--mono); border: var(--rim); border-radius: 3px; padding: 0 4px; background: var(--sheet); }

/* what is typed and pressed */
button, .button { font: inherit; font-weight: 550; border: var(--rim); background: var(--sheet);
  color: var(--ink); border-radius: 6px; padding: 6px 13px; cursor: pointer; display: inline-block; }
.button { margin: 0 4px 6px 0; } .button:hover { border-color: var(--soft); }
button.first { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.row button, .ask button, .filter button { min-height: 40px; }
input.text { font: inherit; font-size: 15px; border: var(--rim); border-radius: 6px; width: 100%;
  padding: 8px 11px; background: var(--sheet); color: var(--ink); }
label { font-size: 12px; color: var(--soft); font-weight: 550; display: block; margin-bottom: 3px; }
.as-link { display: inline; }
.as-link button { border: 0; padding: 0; background: none; color: inherit; font-weight: 400; text-decoration: underline; }
.side .as-link button, .form .as-link button { color: var(--accent); }
.tally .right a, .list button, .me button { min-height: 24px; line-height: 24px; } .me button { margin: -4px 0; }
.row { display: grid; grid-template-columns: var(--rest) auto; gap: 12px; align-items: end; }
.filter { gap: 8px 14px; align-items: end; padding: 12px 16px; margin-bottom: 16px; } .filter .button { margin: 0; }

/* drawings: how much of the time has passed, months, weeks, years */
.track { fill: var(--hair); } .grid { stroke: var(--hair); } .run { fill: var(--accent); opacity: .7; } .run.due { fill: var(--amber); } .run.late { fill: var(--red); } .run.good { fill: var(--green); }
.notch { stroke: var(--sheet); stroke-width: 2; }
.plot { margin: 0 0 12px; } .ax { stroke: var(--line); } .stats .ax { stroke: var(--soft); } .stats figure > .plot > svg { max-width: 640px; }
.col { fill: var(--accent); opacity: .8; } .col.dim { opacity: .3; } .col.late { fill: var(--red); opacity: 1; } a:hover .col { fill: var(--ink); }
.tick { fill: var(--soft); font: 10.5px var(--sans); } .lbl { fill: var(--ink); font: 11px var(--sans); }

/* ---- search */
.ask { display: grid; grid-template-columns: minmax(0, 1.7fr) var(--rest) auto; gap: 12px; padding: 14px 16px;
  align-items: end; }
.help { grid-column: 1 / -1; line-height: 1.65; }
.help code { font-family: var(--mono); font-size: 12px; color: var(--ink); background: var(--hair); padding: 1px 5px; border-radius: 3px; }
.found { grid-template-columns: 208px var(--rest); margin-top: 18px; } .found .more { margin-top: 10px; }
.facet { padding-bottom: 15px; }
.facet a { display: grid; grid-template-columns: 1fr auto; padding: 2.5px 6px; min-height: 24px; margin: 0 -6px; color: var(--ink); border-radius: 4px; }
.facet a:hover, .figures a:hover { background: var(--hair); text-decoration: none; }
.facet a[aria-current] { background: var(--accent-bg); color: var(--accent); font-weight: 600; }
.side .facet h2 { border: 0; padding: 0 0 4px; margin: 0; }
.tally { gap: 6px 14px; align-items: baseline; padding-bottom: 10px; }
.tally .right { display: flex; flex-wrap: wrap; gap: 14px; align-items: baseline; white-space: nowrap; }
.tally strong { font-size: 15px; font-weight: 620; }
.hit, .leg, .message > header, td { border-bottom: var(--thin); }
.hit:last-child, .leg:last-child, tr:last-child td { border: 0; }
.hit { padding: 11px 16px 12px; }
.hit:focus-within { box-shadow: inset 3px 0 var(--accent); }
.where { gap: 2px 10px; align-items: center; }
.hit h3 { margin: 2px 0 1px; font-size: 15px; line-height: 1.35; }
.hit h3 a, .subj { color: var(--ink); }
.hit h3 + p { max-width: 84ch; }
.why { gap: 2px 12px; padding-top: 3px; }
.why b { font-weight: 550; color: var(--ink); }
.veil { padding: 11px 16px; background: var(--hair); border-radius: 0 0 8px 8px; }
.pages { display: flex; gap: 4px; justify-content: center; padding: 14px; } .pages * { min-width: 28px; line-height: 28px; text-align: center; }

/* ---- enter */
.enter { max-width: 620px; margin: 28px auto 0; } .enter .sheet { padding: 20px 24px 22px; } .enter p { margin: 6px 0 12px; }
pre { font: 12px/1.5 var(--mono); background: var(--hair); border-radius: 6px; padding: 12px 14px; margin: 0 0 14px; overflow-x: auto; }
.hand { margin-top: 4px; }
.step { display: flex; gap: 18px; padding: 0 0 10px; } .step b { color: var(--ink); }
.step * + *::before { content: "›" / ""; font-weight: 400; color: var(--soft); margin-right: 18px; }
.code { font: 20px var(--mono); letter-spacing: .08em; }

/* ---- case */
.case { grid-template-columns: var(--rest) 296px; }
.legs { padding: 4px 16px; }
.leg { display: grid; grid-template-columns: 168px var(--rest) 190px; gap: 4px 18px; padding: 10px 0 11px; align-items: center; }
.who, .clock { line-height: 1.35; } .clock { text-align: right; font-size: 12.5px; } .clock b { font-weight: 620; font-size: 13.5px; }
.steps { display: grid; grid-auto-flow: column; grid-auto-columns: var(--rest); font-size: 12px; }
.steps li { padding: 6px 6px 0 0; border-top: 3px solid var(--line); color: var(--soft); line-height: 1.3; }
.steps .done { border-color: var(--green); color: var(--ink); }
.steps .now { border-color: var(--accent); color: var(--ink); font-weight: 600; }
.steps .late { border-color: var(--red); color: var(--red); }
.steps small { font-weight: 400; color: var(--soft); font-size: 11.5px; }
.talk { margin-top: 20px; }
.message { margin-bottom: 14px; }
.message > header { display: flex; gap: 2px 12px; flex-wrap: wrap; align-items: baseline; padding: 10px 16px 9px; }
.message h3 { font-size: 15px; }
.seal { flex-basis: 100%; }
.text { padding: 12px 16px 14px; font-size: 15px; line-height: 1.55; }
.text p, .form dd { max-width: 74ch; } .form + p { margin-top: 12px; } .said { white-space: pre-line; }
.form { display: grid; grid-template-columns: 148px var(--rest); gap: 4px 16px; font-size: 14px; line-height: 1.5; }
.form ul .num { color: var(--soft); }
.thing { border-left: 3px solid var(--line); padding: 1px 0 1px 12px; margin: 10px 0 0; }
.files { gap: 10px; padding: 0 16px 14px; }
.file { display: flex; gap: 10px; border: var(--rim); border-radius: 6px; max-width: 100%; padding: 7px 12px 7px 7px; font-size: 12.5px; line-height: 1.35; }
.thumb { flex: none; position: relative; width: 50px; height: 64px; border: var(--rim); border-radius: 3px; padding: 7px;
  background: repeating-linear-gradient(var(--line) 0 2px, transparent 2px 6px) content-box; overflow: hidden; }
.thumb img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; object-position: top; }
.post { padding: 0 16px 13px; display: grid; gap: 1px; }
.post li { display: grid; grid-template-columns: 92px var(--rest); gap: 12px; } .post details { grid-column: 2; }
.post span:empty { display: none; } .post span:empty + span { grid-column: 1 / -1; }
.facts { display: grid; grid-template-columns: 92px var(--rest); gap: 3px 10px; }
.short { margin: 0 0 14px 16px; } .short summary { padding: 3px 0; } .short .message { margin: 8px 0 0 -16px; color: var(--ink); }
.links { margin: 2px 0 8px; } .edge { stroke: var(--soft); opacity: .55; } .node { fill: var(--sheet); stroke: var(--soft); }
.node.me { fill: var(--accent-bg); stroke: var(--accent); stroke-width: 1.5; } a:hover .node { stroke: var(--ink); stroke-width: 2; }
.knot { fill: var(--amber); } .lbl.knot { font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
.picture { padding: 8px; margin-bottom: 14px; } .picture img { display: block; max-width: 100%; height: auto; margin: 0 auto; }

/* ---- desk, and all that is in tables */
.figures { display: grid; grid-template-columns: repeat(5, 1fr); margin: 16px 0 20px; }
.figures a { padding: 11px 16px 12px; color: inherit; border-right: var(--thin); } .figures a:last-child { border: 0; }
.figures b { display: block; font-size: 25px; line-height: 1.15; font-weight: 600; letter-spacing: -.02em; }
.desk { grid-template-columns: var(--rest) 264px; margin-top: 0; }
.halves, .beside { align-items: start; } .halves code { font: 12px var(--mono); }
table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: 13.5px; }
caption { text-align: left; padding: 2px 0 6px; } caption h2 { display: inline; }
th { text-align: left; font-weight: 550; font-size: 12px; color: var(--soft); padding: 6px 8px 5px; border-bottom: var(--rim); }
th::first-letter { text-transform: uppercase; }
td { padding: 8px; vertical-align: top; line-height: 1.4; min-width: 100px; }
th:first-child, td:first-child { padding-left: 16px; } th:last-child, td:last-child { padding-right: 16px; }
tbody tr:hover td { background: var(--hair); }
.subj { font-weight: 550; } td svg { width: 100%; margin-top: 4px; }

/* ---- figures of a year */
.stats > h2 { margin: 26px 0 10px; } .tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 20px; margin-top: 16px; }
.tiles div { padding: 10px 18px 12px; } .tiles dd { font-size: 21px; font-weight: 620; }
.stats figure { padding: 14px 18px 16px; margin-bottom: 20px; overflow-x: auto; } figcaption small { padding-bottom: 10px; }
.beside { gap: 12px 28px; margin: 0; }
.stats td, .stats th { padding: 3px 8px 3px 0; min-width: 0; } .stats .num { text-align: right; font-family: inherit; }
.whisker { stroke: var(--ink); stroke-width: 1.5; }
.s1 { fill: var(--accent); } .s2 { fill: url(#p2); } .s3 { fill: url(#p3); } .s4 { fill: url(#p4); }
.g2 { fill: var(--second); } .g3 { fill: var(--third); } .g4 { fill: var(--fourth); } .stroke { stroke: var(--sheet); stroke-width: 1.4; fill: none; }
.key { gap: 2px 16px; padding: 2px 0 8px; } .key svg { display: inline-block; margin-right: 5px; }
.notes { padding: 12px 18px 14px; }

/* what the script, a narrow screen or paper alone shows */
.keys, .narrow, .paper, .print, .js .print + li { display: none; } .js .keys { display: contents; } .js .print { display: list-item; }

@media (max-width: 820px) {
  html { font-size: 14.5px; scroll-padding-top: 84px; }
  .banner, .bar { padding-left: 14px; padding-right: 14px; } .banner { flex-wrap: wrap; gap: 0 10px; }
  main { padding: 14px 14px 32px; } footer { padding: 12px 14px 24px; }
  .bar { flex-wrap: wrap; gap: 0 12px; padding-top: 7px; } .brand { flex: 1; }
  .bar nav { order: 3; flex: 1 0 100%; flex-wrap: wrap; margin: 0 -10px 4px; } .bar nav a { padding: 5px 10px; }
  .js .keys, .find { display: none; } .narrow { display: inline; }
  svg.plot { overflow: visible; margin-bottom: 24px; } svg.plot .tick { font-size: 22px; transform: translateY(9px); }
  .ask, .found, .case, .desk, .halves, .beside, .form { grid-template-columns: var(--rest); gap: 12px; }
  .facets { order: 2; } .facets ul { display: flex; flex-wrap: wrap; gap: 0 18px; } .facet a { grid-template-columns: auto auto; gap: 5px; padding: 5px 6px; }
  .tally .right, .where time, .message header .right { margin-left: 0; } .message header .right { flex-basis: 100%; }
  .leg { grid-template-columns: var(--rest) 136px; } .steps { grid-column: 1 / -1; grid-row: 2; } .steps, .steps small { font-size: 10.5px; }
  .form { gap: 0; } .form dd { padding-bottom: 7px; }
  .figures, .tiles { grid-template-columns: 1fr 1fr; } .figures a { border-bottom: var(--thin); }
  .figures a:nth-child(2n) { border-right: 0; } .figures a:last-child { grid-column: 1 / -1; border-bottom: 0; }
  /* a row is read like a card; figures of a year stay tables, and their plots legible: both scroll in their frame */
  table, tbody, caption { display: block; } caption { padding: 9px 14px 0; } colgroup { display: none; } thead { position: absolute; left: -9999px; }
  tr { display: grid; grid-template-columns: var(--rest) auto; padding: 9px 14px; border-bottom: var(--thin); }
  tbody tr:last-child { border: 0; } td { border: 0; padding: 0 !important; min-width: 0; } tbody tr:hover td { background: none; }
  .what { grid-column: 1 / -1; grid-row: 2; padding: 3px 0 !important; } .state { text-align: right; } .left { grid-column: 1 / -1; }
  .stats table { display: table; } .stats caption { display: table-caption; } .stats thead { display: table-header-group; position: static; }
  .stats tbody { display: table-row-group; } .stats tr { display: table-row; }
  .stats td, .stats th { padding: 3px 8px 3px 0 !important; white-space: nowrap; }
  .stats svg:not(.key svg) { min-width: 560px; }
}
@media print { /* the banner is a table's head: it repeats on every page and keeps its room */
  html { background: #fff; font-size: 11px; } .off, .bar, .ask, .facets, footer, .pages, nav, button, .button, .thumb { display: none; }
  body { display: table; width: 100%; } body > header { display: table-header-group; break-inside: avoid; } main { display: table-row-group; }
  .banner { position: static; display: block; background: none; color: #000; padding: 0 0 5px; margin-bottom: 10px; border-bottom: 1px solid #000; }
  .paper { display: block; } details::details-content { content-visibility: visible; display: block; } summary { list-style: none; }
  .case, .desk, .found { display: block; } .sheet { border: 0; border-top: 1px solid #999; border-radius: 0; } .legs, .hit, tr, .files { break-inside: avoid; }
}
)css";

inline constexpr std::string_view kIcon =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">)svg"
    R"svg(<rect width="32" height="32" rx="7" fill="#20303f"/>)svg"
    R"svg(<path d="M7 11h18v12H7zm0 0l9 7 9-7" fill="none" stroke="#f0d59b" stroke-width="2"/></svg>)svg";

}  // namespace pouch::gateway::web
