/// The look of the page, in light and dark as the reader's system asks.
enum StallPageStyle {
  static let text = #"""
    :root {
      --ground: #f6f5f2; --card: #ffffff; --ink: #1d2129; --soft: #59616e; --line: #dcd9d2; --accent: #1f5fbf;
      --blocked: #c23b3b; --busy: #d98a00; --waiting: #7c54c9; --unknown: #6b7685; --hatch: #9aa3ae;
      --own: #ffc27d; --own-2: #ffb15c; --lib: #a9d8d2; --lib-2: #97cdc6; --sys: #d8dde5; --sys-2: #ccd3dd;
      --frame-ink: #1d2129; --hit: #f4e04d; --bar: #4a7fd0; --p50: #2c7a4b; --p99: #b45309; --p999: #b91c1c;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #14171c; --card: #1c2027; --ink: #e7e9ee; --soft: #a3abb8; --line: #333943; --accent: #7fb0ff;
        --blocked: #f0706c; --busy: #f2ae3d; --waiting: #b294f5; --unknown: #8f9aaa; --hatch: #6c7683;
        --own: #8a4f12; --own-2: #7a4510; --lib: #1f5a57; --lib-2: #1b4f4c; --sys: #39414d; --sys-2: #323945;
        --frame-ink: #f2f3f5; --hit: #877500; --bar: #5b8de0; --p50: #6fcf97; --p99: #f2ae3d; --p999: #f0706c;
      }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--ground); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
    header, main, footer { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
    header { padding-top: 32px; }
    h1 { font-size: 27px; line-height: 1.25; margin: 0; letter-spacing: -0.01em; overflow-wrap: anywhere; }
    h2 { font-size: 17px; margin: 0 0 10px; }
    .span, .hint, .cause, .legend, footer { color: var(--soft); }
    .span { margin: 4px 0 20px; }
    .hint { font-size: 13px; margin: 0 0 10px; }
    code, pre, .place, .frame { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    .skip { position: absolute; left: -9999px; }
    .skip:focus { left: 16px; top: 12px; background: var(--card); padding: 6px 12px; z-index: 5; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 0 0 20px; }
    .tiles div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px;
      display: flex; flex-direction: column; }
    .tiles dd { margin: 0; font-size: 24px; font-weight: 650; font-variant-numeric: tabular-nums; }
    .tiles dt { color: var(--soft); font-size: 13px; }
    .notes { margin: 0 0 20px; padding: 10px 16px 10px 34px; border: 1px solid var(--line); border-radius: 10px;
      border-left: 4px solid var(--busy); background: var(--card); }
    section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px;
      margin: 0 0 20px; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { padding: 7px 10px; text-align: right; vertical-align: top; border-bottom: 1px solid var(--line);
      white-space: nowrap; }
    tbody tr:last-child > * { border-bottom: 0; }
    thead th { color: var(--soft); font-size: 13px; font-weight: 600; border-bottom: 2px solid var(--line); }
    th:first-child, .text, th[data-sort="text"] { text-align: left; }
    thead th:nth-child(2):not([data-sort]) { text-align: left; }
    tbody th { font-weight: 400; }
    #site-table { table-layout: fixed; min-width: 820px; }
    #site-table thead th:not(:first-child) { width: 88px; }
    #site-table thead th:nth-child(3) { width: 108px; }
    #site-table thead th[data-sort="text"]:not(:first-child) { width: 190px; }
    #site-table tbody th { white-space: normal; }
    /* Below their first line the five numbers leave room for the stacks. */
    #site-table pre { position: relative; width: calc(100% + 4 * 88px + 108px - 26px); }
    td .place { overflow-wrap: anywhere; white-space: normal; }
    td .cause { margin: 0; }
    tr.chosen > * { background: color-mix(in srgb, var(--accent) 9%, transparent); }
    summary { cursor: pointer; overflow-wrap: anywhere; }
    summary code { font-weight: 650; font-size: 14px; }
    .place { color: var(--soft); font-size: 13px; overflow-wrap: anywhere; white-space: normal; }
    .cause { margin: 1px 0 0 16px; font-size: 13px; }
    .mark { color: var(--p999); }
    pre { margin: 8px 0 4px 16px; padding: 10px 12px; background: var(--ground); border-radius: 8px; font-size: 12.5px;
      line-height: 1.55; overflow-x: auto; }
    button, select, input[type="search"] { font: inherit; font-size: 13px; color: var(--ink); background: var(--card);
      border: 1px solid var(--line); border-radius: 7px; padding: 4px 10px; min-height: 30px; }
    button:hover { border-color: var(--accent); }
    thead th button { border: 0; padding: 0; min-height: 24px; background: none; color: inherit; font-weight: 600;
      cursor: pointer; }
    thead th button:hover { color: var(--accent); }
    th[aria-sort="descending"] button::after { content: " ↓"; }
    th[aria-sort="ascending"] button::after { content: " ↑"; }
    .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 0 0 12px; font-size: 13px; }
    .tools label { display: inline-flex; gap: 6px; align-items: center; color: var(--soft); }
    .tools select { max-width: 380px; }
    .drawing { position: relative; }
    svg { display: block; width: 100%; }
    svg text { fill: var(--soft); font-size: 12px; font-family: inherit; }
    svg .name { fill: var(--ink); font-size: 13px; }
    .grid-line { stroke: var(--line); stroke-width: 1; }
    .row-line { stroke: var(--line); stroke-width: 1; stroke-dasharray: 1 4; }
    .blocked { fill: var(--blocked); background: var(--blocked); }
    .busy { fill: var(--busy); background: var(--busy); }
    .waiting { fill: var(--waiting); background: var(--waiting); }
    .unknown { fill: var(--unknown); background: var(--unknown); }
    .pause { fill: url(#hatch);
      background: repeating-linear-gradient(45deg, var(--hatch) 0 2px, transparent 2px 5px); }
    .density { fill: var(--accent); opacity: 0.32; }
    .moment { cursor: pointer; }
    .moment:focus { outline: none; stroke: var(--ink); stroke-width: 2; }
    .moment.dim { opacity: 0.2; }
    .open-end { stroke: var(--ink); stroke-width: 2; }
    .brush { fill: var(--accent); opacity: 0.18; }
    .legend { font-size: 13px; margin: 10px 0 0; }
    .key { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin: 0 5px 0 12px;
      vertical-align: -1px; }
    .key:first-child { margin-left: 0; }
    #flame { overflow: hidden; border-radius: 6px; }
    .frame { position: absolute; height: 21px; line-height: 20px; font-size: 12px; padding: 0 5px; overflow: hidden;
      white-space: nowrap; text-overflow: ellipsis; color: var(--frame-ink); border-right: 1px solid var(--card);
      border-radius: 3px; cursor: pointer; }
    .frame:hover, .frame:focus { filter: brightness(1.08); outline: 2px solid var(--ink); outline-offset: -2px; z-index: 2; }
    .k0 { background: var(--own); } .k0.odd { background: var(--own-2); }
    .k1 { background: var(--lib); } .k1.odd { background: var(--lib-2); }
    .k2 { background: var(--sys); } .k2.odd { background: var(--sys-2); }
    .all { background: none; border: 1px solid var(--line); }
    .frame.hit { background: var(--hit); }
    .frame.above { opacity: 0.62; }
    .status { min-height: 24px; margin: 10px 0 0; font-size: 13px; overflow-wrap: anywhere; }
    .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); gap: 18px; }
    figure { margin: 0; max-width: 460px; }
    figcaption { font-weight: 600; font-size: 14px; margin-bottom: 4px; overflow-wrap: anywhere; }
    .bar { fill: var(--bar); }
    .p50 { stroke: var(--p50); } .p99 { stroke: var(--p99); } .p999 { stroke: var(--p999); }
    svg text.p50 { fill: var(--p50); stroke: none; } svg text.p99 { fill: var(--p99); stroke: none; }
    svg text.p999 { fill: var(--p999); stroke: none; }
    #tip { position: fixed; z-index: 10; max-width: 460px; pointer-events: none; background: var(--ink);
      color: var(--card); border-radius: 8px; padding: 8px 12px; font-size: 13px; line-height: 1.45; white-space: pre-line;
      overflow-wrap: anywhere; box-shadow: 0 4px 18px rgb(0 0 0 / 0.25); }
    #tip[hidden] { display: none; }
    footer { padding-bottom: 40px; font-size: 13px; }
    @media (max-width: 640px) { header, main, footer { padding-left: 12px; padding-right: 12px; } section { padding: 14px; } }
    @media print { .tools, .hint, #tip { display: none; } section { break-inside: avoid; } }
    @media (prefers-reduced-motion: no-preference) { .frame, .moment { transition: opacity 0.12s; } }
    """#
}
