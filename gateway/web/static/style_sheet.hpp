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
a:hover, p a, small a, .form a, .me a, nav.right a { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
mark { background: var(--mark); color: inherit; padding: 0 1px; border-radius: 2px; }
.num { font-family: var(--mono); font-size: .93em; letter-spacing: -.01em; white-space: nowrap; }
.soft { color: var(--soft); }
.nw { white-space: nowrap; }
.off { position: absolute; left: -9999px; }

/* handling and classification: the strictest of what the page shows; on every printed page too */
header { display: contents; }
.banner { position: sticky; top: 0; z-index: 3; background: var(--banner); color: var(--banner-ink);
  padding: 4px 24px; font-size: 12.5px; display: flex; gap: 14px; align-items: baseline; }
.banner b { letter-spacing: .06em; white-space: nowrap; }
.banner.plain { background: var(--hair); color: var(--soft); }

.bar { background: var(--bar); color: var(--bar-ink); display: flex; align-items: center; gap: 22px;
  padding: 0 24px; min-height: 46px; }
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

main { max-width: 1280px; margin: 0 auto; padding: 20px 24px 48px; }
.head { display: flex; gap: 8px 18px; align-items: baseline; flex-wrap: wrap; }
h1 { font-size: 21px; line-height: 1.3; font-weight: 620; letter-spacing: -.01em; }
h2 { font-size: 12px; font-weight: 650; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); }
h3 { font-size: 14px; font-weight: 620; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; }
.side > section { padding: 0 0 18px; }
.side h2 { padding-bottom: 6px; border-bottom: 1px solid var(--line); margin-bottom: 7px; }

/* small words in frames */
.tag { display: inline-block; font-size: 11.5px; line-height: 17px; padding: 0 6px; border-radius: 4px;
  background: var(--hair); color: var(--soft); white-space: nowrap; font-weight: 550; }
.tag.h1 { background: var(--accent-bg); color: var(--accent); }
.tag.h2, .tag.due { background: var(--amber-bg); color: var(--amber); }
.tag.h3 { background: var(--violet-bg); color: var(--violet); }
.tag.late, .tag.flash { background: var(--red-bg); color: var(--red); }
.tag.good { background: var(--green-bg); color: var(--green); }
.cc { display: inline-block; font: 600 11.5px/17px var(--mono); padding: 0 5px; border-radius: 3px;
  border: 1px solid var(--line); background: var(--sheet); color: var(--ink); }
.late { color: var(--red); } .due { color: var(--amber); } .good { color: var(--green); }

button, .button { font: inherit; font-weight: 550; border: 1px solid var(--line); background: var(--sheet);
  color: var(--ink); border-radius: 6px; padding: 6px 13px; cursor: pointer; display: inline-block; }
.button, .button:hover, .where a, .tally a, p > a:only-child { text-decoration: none; }
.button:hover { text-decoration: none; border-color: var(--soft); }
button.first { background: var(--accent); border-color: var(--accent); color: #fff; }
@media (prefers-color-scheme: dark) { button.first { color: #0e1a26; } }
input.text { font: inherit; font-size: 15px; border: 1px solid var(--line); border-radius: 6px; width: 100%;
  padding: 8px 11px; background: var(--sheet); color: var(--ink); }
label { font-size: 12px; color: var(--soft); font-weight: 550; display: block; margin-bottom: 3px; }

svg { display: block; }
.track { fill: var(--hair); } .run { fill: var(--accent); opacity: .7; } .run.due { fill: var(--amber); }
.run.late { fill: var(--red); } .run.good { fill: var(--green); } .notch { stroke: var(--sheet); stroke-width: 2; }

/* ---- search */
.ask { display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr) auto; gap: 12px; padding: 14px 16px;
  align-items: end; }
.ask .help { grid-column: 1 / -1; font-size: 12.5px; color: var(--soft); line-height: 1.65; }
.ask code { font-family: var(--mono); font-size: 12px; color: var(--ink); background: var(--hair); padding: 1px 5px; border-radius: 3px; }
.found { display: grid; grid-template-columns: 208px minmax(0, 1fr); gap: 28px; margin-top: 18px; }
.facet { padding-bottom: 15px; }
.facet li a { display: grid; grid-template-columns: 1fr auto; padding: 2.5px 6px; min-height: 24px; margin: 0 -6px; color: var(--ink);
  border-radius: 4px; font-size: 13px; }
.facet li a:hover { background: var(--hair); text-decoration: none; }
.facet li a[aria-current] { background: var(--accent-bg); color: var(--accent); font-weight: 600; }
.facet li span { color: var(--soft); font-size: 12px; }
.facet h2 { border: 0; padding: 0 0 4px; margin: 0; }
.tally { display: flex; gap: 6px 14px; align-items: baseline; flex-wrap: wrap; padding-bottom: 10px; }
.tally .right { margin-left: auto; display: flex; gap: 14px; font-size: 13px; }
.tally strong { font-size: 15px; font-weight: 620; }
.hit { padding: 11px 16px 12px; border-bottom: 1px solid var(--hair); position: relative; }
.hit:last-child { border: 0; }
.hit .where { display: flex; max-width: none; flex-wrap: wrap; gap: 2px 10px; align-items: center; font-size: 12.5px; color: var(--soft); }
.hit .where time { margin-left: auto; }
.hit h3 { margin: 2px 0 1px; font-size: 15px; line-height: 1.35; }
.hit h3 a { color: var(--ink); }
.hit h3 + p { max-width: 84ch; overflow-wrap: anywhere; }
.why { font-size: 12.5px; color: var(--soft); display: flex; flex-wrap: wrap; gap: 2px 12px; padding-top: 3px; }
.why b { font-weight: 550; color: var(--ink); }
.veil { padding: 11px 16px; background: var(--hair); border-radius: 0 0 8px 8px; font-size: 13px; }
.pages a, .pages b { min-width: 28px; line-height: 28px; text-align: center; }
.pages { display: flex; gap: 4px; justify-content: center; padding: 14px; }

/* ---- enter */
.enter { max-width: 620px; margin: 28px auto 0; } .enter .sheet { padding: 20px 24px 22px; } .enter p { margin: 6px 0 12px; }
.enter pre { font: 12px/1.5 var(--mono); background: var(--hair); border-radius: 6px; padding: 12px 14px; margin: 0 0 14px; overflow-x: auto; }
.hand { margin-top: 4px; } .hand summary { cursor: pointer; color: var(--accent); }
.row { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 12px; align-items: end; }
.row button, .ask button, .filter button { min-height: 40px; }
.step { display: flex; gap: 18px; font-size: 13px; color: var(--soft); padding: 0 0 10px; } .step b { color: var(--ink); }
.step * + *::before { content: "›" / ""; font-weight: 400; color: var(--soft); margin-right: 18px; }
.code { font: 20px var(--mono); letter-spacing: .08em; }

/* ---- case */
.case { display: grid; grid-template-columns: minmax(0, 1fr) 296px; gap: 28px; margin-top: 16px; }
.legs { padding: 4px 16px; }
.leg { display: grid; grid-template-columns: 168px minmax(0, 1fr) 190px; gap: 4px 18px; padding: 10px 0 11px;
  border-bottom: 1px solid var(--hair); align-items: center; }
.leg:last-child { border: 0; }
.leg .who { line-height: 1.35; } .leg .who small { display: block; color: var(--soft); font-size: 12px; }
.leg .clock { text-align: right; font-size: 12.5px; line-height: 1.35; }
.leg .clock b { font-weight: 620; font-size: 13.5px; }
.steps { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); font-size: 12px; }
.steps li { padding: 6px 6px 0 0; border-top: 3px solid var(--line); color: var(--soft); line-height: 1.3; }
.steps li.done { border-color: var(--green); color: var(--ink); }
.steps li.now { border-color: var(--accent); color: var(--ink); font-weight: 600; }
.steps li.late { border-color: var(--red); color: var(--red); }
.steps small { display: block; font-weight: 400; color: var(--soft); font-size: 11.5px; }
.talk { margin-top: 20px; }
.message { margin-bottom: 14px; }
.head .right { margin-left: auto; font-size: 13px; color: var(--soft); }
.message > header { display: flex; gap: 2px 12px; flex-wrap: wrap; align-items: baseline; padding: 10px 16px 9px;
  border-bottom: 1px solid var(--hair); }
.message > header h3 { font-size: 15px; }
.message > header .right { margin-left: auto; font-size: 12.5px; color: var(--soft); }
.message .seal { flex-basis: 100%; font-size: 12.5px; color: var(--soft); }
.text { padding: 12px 16px 14px; font-size: 15px; line-height: 1.55; }
.text > p { max-width: 74ch; } .form + p { margin-top: 12px; } .seal .num { white-space: normal; } .text p + p { margin-top: 9px; }
.form { display: grid; grid-template-columns: 148px minmax(0, 1fr); gap: 4px 16px; font-size: 14px; line-height: 1.5; }
.form dt { color: var(--soft); font-size: 13px; } .form dd { max-width: 74ch; }
.form ol { list-style: decimal; padding-left: 20px; }
.thing { border-left: 3px solid var(--line); padding: 1px 0 1px 12px; margin: 10px 0 0; }
.files { display: flex; flex-wrap: wrap; gap: 10px; padding: 0 16px 14px; }
.file { display: flex; gap: 10px; border: 1px solid var(--line); border-radius: 6px; max-width: 100%;
  padding: 7px 12px 7px 7px; font-size: 12.5px; line-height: 1.35; overflow-wrap: anywhere; }
.thumb { flex: none; position: relative; width: 50px; height: 64px; border: 1px solid var(--line); border-radius: 3px; padding: 7px;
  background: repeating-linear-gradient(var(--line) 0 2px, transparent 2px 6px) content-box; overflow: hidden; }
.thumb img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; object-position: top; }
.post { font-size: 12.5px; color: var(--soft); padding: 0 16px 13px; display: grid; gap: 1px; }
.post li { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 12px; }
.post span:empty { display: none; } .post span:empty + span { grid-column: 1 / -1; }
.post summary, .more summary { cursor: pointer; color: var(--accent); font-size: 12.5px; }
.facts { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 3px 10px; font-size: 13px; }
.facts dt { color: var(--soft); }
.list li { padding: 3px 0; font-size: 13px; line-height: 1.4; } .list small { color: var(--soft); font-size: 12px; display: block; }
.short { margin: 0 0 14px 16px; font-size: 13px; color: var(--soft); } .short summary { cursor: pointer; padding: 3px 0; overflow-wrap: anywhere; }
.short .message { margin: 8px 0 0 -16px; color: var(--ink); }
.form ul .num { color: var(--soft); } .paper { display: none; }
.post li > details { grid-column: 2; } .leg .clock small { display: block; }
.links { margin: 2px 0 8px; } .edge { stroke: var(--soft); opacity: .55; } .node { fill: var(--sheet); stroke: var(--soft); }
.node.me { fill: var(--accent-bg); stroke: var(--accent); stroke-width: 1.5; } rect.knot { fill: var(--amber); } a:hover .node { stroke: var(--ink); stroke-width: 2; }
.lbl.knot { fill: var(--amber); font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
.side .as-link button, .form .as-link button { color: var(--accent); } .facts dd { overflow-wrap: anywhere; }

/* ---- desk */
.figures { display: grid; grid-template-columns: repeat(5, 1fr); margin: 16px 0 20px; }
.figures a { padding: 11px 16px 12px; color: inherit; border-right: 1px solid var(--hair); }
.figures a:last-child { border: 0; } .figures a:hover { background: var(--hair); text-decoration: none; }
.figures b { display: block; font-size: 25px; line-height: 1.15; font-weight: 600; letter-spacing: -.02em; }
.figures span { font-size: 12.5px; color: var(--soft); }
.desk { display: grid; grid-template-columns: minmax(0, 1fr) 264px; gap: 28px; }
table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: 13.5px; }
caption { text-align: left; padding: 2px 0 6px; font-size: 13px; }
caption h2 { display: inline; }
th { text-align: left; font-weight: 550; font-size: 12px; color: var(--soft); padding: 6px 8px 5px; border-bottom: 1px solid var(--line); }
td { padding: 8px; border-bottom: 1px solid var(--hair); vertical-align: top; line-height: 1.4; }
th:first-child, td:first-child { padding-left: 16px; } th:last-child, td:last-child { padding-right: 16px; }
tbody tr:last-child td { border: 0; } tbody tr:hover td { background: var(--hair); }
td small { display: block; color: var(--soft); font-size: 12px; }
td .subj { color: var(--ink); font-weight: 550; } td svg { width: 100%; margin-top: 4px; }
.block { margin-bottom: 20px; }
.button { margin: 0 4px 6px 0; }
.small { font-size: 13px; } .small .num { white-space: normal; overflow-wrap: anywhere; }
.note { padding: 10px 14px; font-size: 13px; background: var(--amber-bg); border-radius: 8px; margin-bottom: 18px; }
footer { max-width: 1280px; margin: 0 auto; padding: 12px 24px 28px; font-size: 12px; color: var(--soft);
  display: flex; flex-wrap: wrap; gap: 4px 20px; border-top: 1px solid var(--line); }

.text p, .form dd, h1, td, .hit h3 { overflow-wrap: anywhere; } td { min-width: 100px; }
th::first-letter { text-transform: uppercase; } h1 + .form, h1 + .sheet { margin-top: 14px; } .said { white-space: pre-line; }
.wrong { padding: 10px 14px; font-size: 13px; background: var(--red-bg); color: var(--red); border-radius: 8px; margin-bottom: 18px; }
.as-link { display: inline; } .as-link button { border: 0; padding: 0; background: none; color: inherit; font-weight: 400; text-decoration: underline; }
.filter { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: end; padding: 12px 16px; margin-bottom: 16px; }

/* ---- plots: a column for each month; figures of a year */
.chip { font-size: 12.5px; line-height: 22px; padding: 1px 10px; border-radius: 12px; background: var(--accent-bg); color: var(--accent); }
/* ---- lists */
.keys, .narrow, .print, .js .print + li { display: none; } .js .keys { display: contents; } .js .print { display: list-item; } kbd { font: 11px var(--mono); border: 1px solid var(--line); border-radius: 3px; padding: 0 4px; background: var(--sheet); }
.hit:focus-within { box-shadow: inset 3px 0 var(--accent); } .col.dim { opacity: .3; } .list small b { color: var(--green); font-weight: 600; }
.tally .right a, .list button, .me button { min-height: 24px; line-height: 24px; } .filter .button { margin: 0; } .head + .sheet { margin-top: 14px; } .tally span span a { text-decoration: underline; } .me button { margin: -4px 0; } .tally .right { flex-wrap: wrap; align-items: baseline; white-space: nowrap; }
.halves { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 28px; margin-top: 16px; align-items: start; } .halves code { font: 12px var(--mono); overflow-wrap: anywhere; }
.plot { margin: 0 0 12px; } .found .more { margin-top: 10px; } .ax { stroke: var(--line); } .stats .ax { stroke: var(--soft); } .stats figure > .plot > svg { max-width: 640px; } .col { fill: var(--accent); opacity: .8; } .col.late { fill: var(--red); opacity: 1; } a:hover .col { fill: var(--ink); }
.tick { fill: var(--soft); font: 10.5px var(--sans); } .lbl { fill: var(--ink); font: 11px var(--sans); }
.picture { padding: 8px; margin-bottom: 14px; } .picture img { display: block; max-width: 100%; height: auto; margin: 0 auto; }
.stats { --second: #6a9bc9; --third: #cbbda6; --fourth: #e7e8e3; }
@media (prefers-color-scheme: dark) { .stats { --second: #4d7fae; --third: #7d7059; --fourth: #39434b; } }
.stats > h2 { margin: 26px 0 10px; } .tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 20px; margin-top: 16px; }
.tiles div, .stats figure, .notes { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; }
.tiles div { padding: 10px 18px 12px; } .tiles dt { color: var(--soft); font-size: 12.5px; } .tiles dd { font-size: 21px; font-weight: 620; }
.stats figure { padding: 14px 18px 16px; margin-bottom: 20px; overflow-x: auto; } figcaption small { display: block; color: var(--soft); font-size: 12.5px; padding-bottom: 10px; }
.beside { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 12px 28px; align-items: start; }
.stats td, .stats th { padding: 3px 8px 3px 0; } .stats .num { text-align: right; font-family: inherit; }
.grid { stroke: var(--hair); } .whisker { stroke: var(--ink); stroke-width: 1.5; }
.s1 { fill: var(--accent); } .s2 { fill: url(#p2); } .s3 { fill: url(#p3); } .s4 { fill: url(#p4); }
.g2 { fill: var(--second); } .g3 { fill: var(--third); } .g4 { fill: var(--fourth); } .stroke { stroke: var(--sheet); stroke-width: 1.4; fill: none; }
.key { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 12.5px; color: var(--soft); padding: 2px 0 8px; } .key svg { display: inline-block; margin-right: 5px; }
.notes { padding: 12px 18px 14px; color: var(--soft); font-size: 13px; }

@media (max-width: 820px) {
  .beside { grid-template-columns: minmax(0, 1fr); } .tiles { grid-template-columns: 1fr 1fr; }
  html { font-size: 14.5px; scroll-padding-top: 84px; }
  .banner, .bar { padding-left: 14px; padding-right: 14px; } .banner { flex-wrap: wrap; gap: 0 10px; }
  main { padding: 14px 14px 32px; } footer { padding: 12px 14px 24px; }
  .bar { flex-wrap: wrap; gap: 0 12px; padding-top: 7px; } .bar .brand { flex: 1; }
  .bar nav { order: 3; flex: 1 0 100%; flex-wrap: wrap; margin: 0 -10px 4px; } .bar nav a { padding: 5px 10px; }
  .js .keys { display: none; } .narrow { display: inline; } svg.plot { overflow: visible; margin-bottom: 24px; } svg.plot .tick { font-size: 22px; transform: translateY(9px); }
  .find { display: none; }
  .ask, .found, .case, .desk, .halves { grid-template-columns: minmax(0, 1fr); gap: 12px; }
  .facets { order: 2; } .facets ul { display: flex; flex-wrap: wrap; gap: 0 18px; } .facet li a { grid-template-columns: auto auto; gap: 5px; padding: 5px 6px; }
  .tally .right { margin-left: 0; } .hit .where time { margin-left: 0; }
  .leg { grid-template-columns: minmax(0, 1fr) 136px; } .leg .steps { grid-column: 1 / -1; grid-row: 2; } .steps, .steps small { font-size: 10.5px; }
  .form { grid-template-columns: minmax(0, 1fr); gap: 0; } .form dd { padding-bottom: 7px; }
  .message > header .right { margin-left: 0; flex-basis: 100%; }
  .figures { grid-template-columns: 1fr 1fr; } .figures a { border-bottom: 1px solid var(--hair); }
  .figures a:nth-child(2n) { border-right: 0; } .figures a:last-child { grid-column: 1 / -1; border-bottom: 0; }
  table, tbody, caption { display: block; } caption { padding: 9px 14px 0; } colgroup { display: none; } thead { position: absolute; left: -9999px; }
  tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; padding: 9px 14px; border-bottom: 1px solid var(--hair); }
  tbody tr:last-child { border: 0; } td { border: 0; padding: 0 !important; min-width: 0; } tbody tr:hover td { background: none; }
  td.what { grid-column: 1 / -1; grid-row: 2; padding: 3px 0 !important; } td.state { text-align: right; }
  td.left { grid-column: 1 / -1; }
  /* figures of a year stay tables, and their plots legible: both scroll in their frame */
  .stats table { display: table; } .stats caption { display: table-caption; } .stats thead { display: table-header-group; position: static; }
  .stats tbody { display: table-row-group; } .stats tr { display: table-row; }
  .stats td, .stats th { padding: 3px 8px 3px 0 !important; white-space: nowrap; }
  .stats svg:not(.key svg) { min-width: 560px; }
}
@media print { /* the banner is a table's head: it repeats on every page and keeps its room */
  html { background: #fff; font-size: 11px; } .off, .bar, .ask, .facets, footer, .pages, nav, button, .button { display: none; }
  body { display: table; width: 100%; } body > header { display: table-header-group; break-inside: avoid; } main { display: table-row-group; }
  .banner { position: static; display: block; background: none; color: #000; padding: 0 0 5px; margin-bottom: 10px; border-bottom: 1px solid #000; }
  .thumb { display: none; } .paper { display: block; } details::details-content { content-visibility: visible; display: block; } summary { list-style: none; }
  .case, .desk, .found { display: block; } .sheet { border: 0; border-top: 1px solid #999; border-radius: 0; } .legs, .hit, tr, .files { break-inside: avoid; }
}
)css";

inline constexpr std::string_view kIcon =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">)svg"
    R"svg(<rect width="32" height="32" rx="7" fill="#20303f"/>)svg"
    R"svg(<path d="M7 11h18v12H7zm0 0l9 7 9-7" fill="none" stroke="#f0d59b" stroke-width="2"/></svg>)svg";

}  // namespace pouch::gateway::web
