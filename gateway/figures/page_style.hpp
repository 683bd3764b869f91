// The style sheet of the page of figures: the house's paper, ink and rhythm. Private to this
// folder.
#pragma once

#include "gateway/figures/markup.hpp"

namespace pouch::gateway::figures {

inline constexpr StyleSheet kPageStyle{R"css(
:root { color-scheme: light dark;
  --paper: #f6f6f2; --sheet: #fff; --ink: #1c2228; --soft: #545d66; --line: #dcded8; --hair: #ebece7;
  --accent: #1b4f83; --second: #6a9bc9; --third: #cbbda6; --fourth: #e7e8e3;
  --bar: #20303f; --bar-ink: #e9eef3; --bar-soft: #a9b8c6;
  --sans: "Inter", "Segoe UI", "Noto Sans", "Helvetica Neue", "DejaVu Sans", sans-serif; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14181c; --sheet: #1b2126; --ink: #e4e8eb; --soft: #a3adb6; --line: #333c44; --hair: #272f36;
  --accent: #8fbce8; --second: #4d7fae; --third: #7d7059; --fourth: #39434b;
  --bar: #0e1317; --bar-ink: #e4e8eb; --bar-soft: #93a1ad; } }
* { box-sizing: border-box; }
html { font: 14px/1.45 var(--sans); color: var(--ink); background: var(--paper);
  font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
body, h1, h2, h3, p, ul, figure, dl, dd { margin: 0; padding: 0; }
.banner { background: var(--hair); color: var(--soft); padding: 4px 24px; font-size: 12.5px; }
.banner b { letter-spacing: .06em; margin-right: 14px; }
.bar { background: var(--bar); color: var(--bar-soft); padding: 11px 24px; display: flex; gap: 22px; }
.bar b { color: var(--bar-ink); font-size: 16px; font-weight: 650; line-height: 24px; }
.bar span { line-height: 24px; }
main { max-width: 1280px; margin: 0 auto; padding: 20px 24px 40px; }
.head { display: flex; gap: 8px 18px; align-items: baseline; flex-wrap: wrap; }
h1 { font-size: 21px; line-height: 1.3; font-weight: 620; letter-spacing: -.01em; }
h2 { font-size: 12px; font-weight: 650; text-transform: uppercase; letter-spacing: .06em;
  color: var(--soft); margin: 26px 0 10px; }
h3 { font-size: 14px; font-weight: 620; }
.soft { color: var(--soft); }
.off { position: absolute; left: -9999px; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 20px; margin-top: 16px; }
.tiles div, figure, .notes { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; }
.tiles div { padding: 10px 18px 12px; } .tiles dt { color: var(--soft); font-size: 12.5px; }
.tiles dd { font-size: 21px; font-weight: 620; letter-spacing: -.01em; }
figure { padding: 14px 18px 16px; margin-bottom: 20px; overflow-x: auto; }
figcaption { padding-bottom: 10px; }
figcaption small { display: block; color: var(--soft); font-size: 12.5px; max-width: 100ch; }
.beside { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 12px 28px; align-items: start; }
figure > .plot { max-width: 600px; margin-bottom: 12px; } .wide { margin-bottom: 12px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th { text-align: left; font-weight: 550; color: var(--soft); font-size: 12px; vertical-align: bottom; }
th, td { padding: 3px 8px 3px 0; border-bottom: 1px solid var(--hair); }
thead th { border-color: var(--line); }
.num { text-align: right; white-space: nowrap; padding-left: 8px; } .num:last-child { padding-right: 0; }
.none { color: var(--soft); font-size: 13px; }
svg { display: block; } figure > .plot > svg { max-width: 640px; } /* letters stay letters */
.ax { stroke: var(--soft); } .grid { stroke: var(--hair); }
.whisker { stroke: var(--ink); stroke-width: 1.5; }
.tick { fill: var(--soft); font: 10.5px var(--sans); } .lbl { fill: var(--ink); font: 11px var(--sans); }
.s1 { fill: var(--accent); } .s2 { fill: url(#p2); } .s3 { fill: url(#p3); } .s4 { fill: url(#p4); }
.g2 { fill: var(--second); } .g3 { fill: var(--third); } .g4 { fill: var(--fourth); }
.stroke { stroke: var(--sheet); stroke-width: 1.4; fill: none; }
.key { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 12.5px; color: var(--soft); padding: 2px 0 8px; }
.key svg { display: inline-block; vertical-align: -1px; margin-right: 5px; }
.notes { padding: 12px 18px 14px 34px; color: var(--soft); font-size: 13px; }
.notes li { padding: 2px 0; max-width: 110ch; }
footer { color: var(--soft); font-size: 12.5px; padding: 16px 0 0; }
@media screen and (max-width: 860px) { .beside { grid-template-columns: 1fr; } .tiles { grid-template-columns: 1fr 1fr; } }
@media print {
  :root { --paper: #fff; --sheet: #fff; --ink: #000; --soft: #333; --line: #999; --hair: #ccc;
    --accent: #222; --second: #777; --third: #aaa; --fourth: #e2e2e2; --bar: #fff; --bar-ink: #000; --bar-soft: #333; }
  html { font-size: 11px; } main { padding: 8px 0; } figure { break-inside: avoid; }
  .bar { border-bottom: 1px solid #000; padding: 4px 0; } .banner { padding: 2px 0; }
  h2 { break-after: avoid; } table { font-size: 10.5px; } thead { display: table-header-group; }
}
)css"};

}  // namespace pouch::gateway::figures
