extension StallPageScript {
  /// One row for each loop, stalls and pauses as bars; zooms by dragging, by buttons and by keys.
  static let timeline = #"""
    (function () {
      const place = document.getElementById("timeline");
      const tools = document.getElementById("time-tools");
      if (data.moments.length === 0) {
        place.textContent = "No stall and no pause.";
        return;
      }
      const busyLoops = data.loops.map((_, index) => index).filter((index) => data.moments.some((m) => m.l === index));
      // All loops where they fit; else those that something is to be shown of.
      const rows = data.loops.length <= 24 ? data.loops.map((_, index) => index) : busyLoops;
      const rowOf = new Map(rows.map((loop, row) => [loop, row]));
      const margin = { left: Math.min(220, 24 + 7.2 * Math.max(4, ...rows.map((r) => data.loops[r].label.length))), top: 6, bottom: 26 };
      const height = rows.length > 12 ? 22 : 32;
      const full = [data.first, Math.max(data.last, data.first + 1000)];
      const slack = (full[1] - full[0]) * 0.01;
      full[0] -= slack; full[1] += slack;
      let range = [...full];
      let bars = [];
      let current = 0;

      function colour(moment) {
        if (moment.p !== undefined) return "pause";
        const cause = data.sites[moment.s].cause || "";
        return cause.startsWith("blocked") ? "blocked" : cause.startsWith("busy") ? "busy"
          : cause.startsWith("waiting") ? "waiting" : "unknown";
      }
      function text(moment) {
        const loop = moment.l < 0 ? "all loops" : data.loops[moment.l].label;
        const length = (moment.e ? "" : "at least ") + duration(moment.d);
        const when = new Date(moment.b / 1000).toISOString().replace("T", " ").replace("Z", "");
        if (moment.p !== undefined) return "Pause (" + data.pauses[moment.p] + ") of " + loop + ": " + length + "\n" + when + " UTC";
        const site = data.sites[moment.s];
        return loop + " stalled for " + length + (moment.e ? "" : ", without an end") + "\n" + site.name
          + (site.cause && site.cause !== site.name ? "\n" + site.cause : "") + "\n" + when + " UTC";
      }

      function draw(hadFocus) {
        const width = Math.max(320, place.clientWidth);
        const inner = width - margin.left - 8;
        const x = (us) => margin.left + (us - range[0]) / (range[1] - range[0]) * inner;
        const bottom = margin.top + rows.length * height;
        const svg = shape("svg", { viewBox: "0 0 " + width + " " + (bottom + margin.bottom), role: "group",
          "aria-label": "Time line of " + plural(rows.length, "loop") + " with " + data.moments.length + " stalls and pauses",
          "aria-describedby": "time-hint" });
        svg.append(shape("defs", {}, shape("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse",
          patternTransform: "rotate(45)" }, shape("rect", { width: 2, height: 5, style: "fill: var(--hatch)" }))));
        const step = stepFor((range[1] - range[0]) / Math.max(2, inner / 110));
        for (let t = Math.ceil(range[0] / step) * step; t <= range[1]; t += step) {
          svg.append(shape("line", { class: "grid-line", x1: x(t), x2: x(t), y1: margin.top, y2: bottom }));
          const label = shape("text", { x: x(t), y: bottom + 18, "text-anchor": "middle" }, clock(t, step));
          if (x(t) > margin.left + 30 && x(t) < width - 34) svg.append(label);
        }
        rows.forEach((loop, row) => {
          const y = margin.top + row * height;
          svg.append(shape("line", { class: "row-line", x1: margin.left, x2: width, y1: y + height - 0.5, y2: y + height - 0.5 }));
          const label = data.loops[loop].label;
          const cut = Math.floor((margin.left - 16) / 7.2);
          const name = shape("text", { class: "name", x: 0, y: y + height / 2 + 4 }, label.length > cut ? label.slice(0, cut - 1) + "…" : label);
          name.append(shape("title", {}, label));
          svg.append(name);
        });
        // Where not every stall is drawn, what stands behind them says how much time was lost when.
        const share = (bin) => Math.min(1, bin[2] / 1000 / data.binWidth);
        const most = Math.max(...data.bins.map(share));
        for (const bin of data.bins) {
          const from = Math.max(x(bin[1]), margin.left), to = Math.min(x(bin[1] + data.binWidth), width - 8);
          if (to <= from || !rowOf.has(bin[0])) continue;
          const tall = Math.max(1, Math.sqrt(share(bin) / most) * (height - 6));
          const area = shape("rect", { class: "density", x: from, width: to - from, height: tall,
            y: margin.top + (rowOf.get(bin[0]) + 1) * height - tall });
          tell(area, () => data.loops[bin[0]].label + "\n" + duration(bin[2]) + " of stalls within "
            + duration(data.binWidth * 1000) + " from " + clock(bin[1]));
          svg.append(area);
        }
        const brush = shape("rect", { class: "brush", y: margin.top, height: bottom - margin.top, x: 0, width: 0 });
        bars = [];
        // Bars are wide enough to point at, unless there are so many that they would hide each other.
        const least = data.moments.filter((m) => m.b >= range[0] && m.b <= range[1]).length > 600 ? 1 : 2.5;
        data.moments.forEach((moment, index) => {
          const from = Math.max(x(moment.b), margin.left);
          const to = Math.min(x(moment.b + moment.d / 1000), width - 8);
          if (to < margin.left || from > width - 8) return;
          const all = moment.l < 0 || !rowOf.has(moment.l);
          const y = all ? margin.top : margin.top + rowOf.get(moment.l) * height;
          const bar = shape("rect", { class: "moment " + colour(moment), x: from, width: Math.max(least, to - from), y: y + (all ? 0 : 5),
            height: all ? bottom - margin.top : height - 10, rx: all ? 0 : 2, tabindex: -1, role: "img", "aria-label": text(moment) });
          if (moment.s !== undefined && chosenSite >= 0 && moment.s !== chosenSite) bar.classList.add("dim");
          bar.dataset.moment = index;
          tell(bar, () => text(moment));
          bar.addEventListener("click", () => { if (moment.s !== undefined) chooseSite(moment.s === chosenSite ? -1 : moment.s); });
          bars.push(bar);
        });
        // Pauses lie under the stalls.
        bars.filter((bar) => bar.classList.contains("pause")).forEach((bar) => svg.append(bar));
        bars.filter((bar) => !bar.classList.contains("pause")).forEach((bar) => {
          svg.append(bar);
          const moment = data.moments[bar.dataset.moment];
          if (!moment.e) {
            const end = Number(bar.getAttribute("x")) + Number(bar.getAttribute("width")) + 2;
            const y = Number(bar.getAttribute("y"));
            svg.append(shape("path", { class: "open-end", fill: "none", d: "M" + end + " " + (y + 2) + "l5 " + (height / 2 - 7) + "l-5 " + (height / 2 - 7) }));
          }
        });
        svg.append(brush);
        place.replaceChildren(svg);
        let next = bars.findIndex((bar) => Number(bar.dataset.moment) >= current);
        if (next < 0) next = bars.length - 1;
        if (bars[next]) {
          bars[next].setAttribute("tabindex", 0);
          if (hadFocus) bars[next].focus();
        }
        drag(svg, brush, width, inner);
      }

      function stepFor(least) {
        const steps = [1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 10e6, 30e6, 60e6, 300e6, 600e6, 1800e6, 3600e6,
          10800e6, 21600e6, 43200e6, 86400e6, 7 * 86400e6, 28 * 86400e6, 364 * 86400e6];
        return steps.find((step) => step >= least) || Math.ceil(least / 31536e9) * 31536e9;
      }

      function drag(svg, brush, width, inner) {
        let start = null;
        const at = (event) => {
          const box = svg.getBoundingClientRect();
          return Math.max(margin.left, Math.min(width - 8, (event.clientX - box.left) * width / box.width));
        };
        svg.addEventListener("pointerdown", (event) => { if (event.button === 0) start = at(event); });
        svg.addEventListener("pointermove", (event) => {
          if (start === null || !(event.buttons & 1)) return;
          const now = at(event);
          brush.setAttribute("x", Math.min(start, now));
          brush.setAttribute("width", Math.abs(now - start));
        });
        svg.addEventListener("pointerup", (event) => {
          if (start === null) return;
          const ends = [start, at(event)].sort((a, b) => a - b);
          start = null;
          brush.setAttribute("width", 0);
          if (ends[1] - ends[0] < 6) return;
          const time = (px) => range[0] + (px - margin.left) / inner * (range[1] - range[0]);
          show(time(ends[0]), time(ends[1]));
        });
      }

      function show(from, to, hadFocus) {
        const span = Math.max(1000, Math.min(to - from, full[1] - full[0]));
        const start = Math.min(Math.max(full[0], from), full[1] - span);
        range = [start, start + span];
        draw(hadFocus);
      }
      function zoom(factor, hadFocus) {
        const focus = data.moments[current];
        const middle = hadFocus && focus ? focus.b + focus.d / 2000 : (range[0] + range[1]) / 2;
        const span = (range[1] - range[0]) * factor;
        show(middle - span / 2, middle + span / 2, hadFocus);
      }

      place.addEventListener("focusin", (event) => {
        if (event.target.dataset.moment) current = Number(event.target.dataset.moment);
      });
      place.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const up = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (step) go(current + step, step);
        else if (up) {
          const row = data.moments[current].l;
          const other = rows[(rowOf.get(row) ?? -1) + up];
          const near = data.moments.map((m, i) => [Math.abs(m.b - data.moments[current].b), i, m.l])
            .filter((entry) => entry[2] === other).sort((a, b) => a[0] - b[0])[0];
          if (near) go(near[1], 1);
        } else if (event.key === "+" || event.key === "=") zoom(0.5, true);
        else if (event.key === "-" || event.key === "−") zoom(2, true);
        else if (event.key === "0") show(full[0], full[1], true);
        else if (event.key === "Enter" || event.key === " ") {
          const site = data.moments[current].s;
          if (site !== undefined) { chooseSite(site); document.getElementById("flame-section").scrollIntoView({ block: "nearest" }); }
        } else return;
        event.preventDefault();
      });
      function go(index) {
        if (index < 0 || index >= data.moments.length) return;
        current = index;
        const moment = data.moments[index];
        if (moment.b < range[0] || moment.b > range[1]) {
          const span = range[1] - range[0];
          show(moment.b - span / 2, moment.b + span / 2, true);
          return;
        }
        bars.forEach((bar) => bar.setAttribute("tabindex", Number(bar.dataset.moment) === index ? 0 : -1));
        const bar = bars.find((bar) => Number(bar.dataset.moment) === index);
        if (bar) bar.focus();
      }

      for (const [label, act] of [["Zoom in", () => zoom(0.5)], ["Zoom out", () => zoom(2)],
        ["Earlier", () => show(range[0] - (range[1] - range[0]) / 2, range[1] - (range[1] - range[0]) / 2)],
        ["Later", () => show(range[0] + (range[1] - range[0]) / 2, range[1] + (range[1] - range[0]) / 2)],
        ["All", () => show(full[0], full[1])]]) {
        const button = element("button", { type: "button" }, label);
        button.addEventListener("click", act);
        tools.append(button);
      }
      if (data.momentCount > data.moments.length) {
        tools.append(element("span", { class: "hint" }, "the " + data.moments.length + " longest of " + data.momentCount + " stalls and pauses; behind them, the time lost"));
      }
      if (rows.length < data.loops.length) {
        tools.append(element("span", { class: "hint" }, plural(data.loops.length - rows.length, "loop") + " without a stall not shown"));
      }
      whenChosen.push(() => draw(place.contains(document.activeElement)));
      new ResizeObserver(() => draw(place.contains(document.activeElement))).observe(place);
      draw(false);
    })();
    """#
}
