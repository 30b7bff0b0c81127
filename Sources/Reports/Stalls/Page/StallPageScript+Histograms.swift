extension StallPageScript {
  /// The delays of each loop over a logarithmic axis that all loops share, with the quantiles marked.
  static let histograms = #"""
    (function () {
      const place = document.getElementById("histograms");
      const loops = data.loops.filter((loop) => loop.delays && loop.delays.count > 0);
      if (loops.length === 0) {
        document.getElementById("delays-section").hidden = true;
        return;
      }
      const perDecade = 6;
      const lowest = Math.floor(Math.log10(Math.max(1e3, Math.min(...loops.flatMap((l) => l.delays.buckets.map((b) => b[0]))))));
      const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(1e4, ...loops.map((l) => l.delays.max)))));
      const bins = (highest - lowest) * perDecade;
      const width = 360, height = 150, left = 20, right = 20, top = 18, bottom = 22;
      const inner = width - left - right;
      const x = (ns) => left + Math.max(0, Math.min(1, (Math.log10(Math.max(1, ns)) - lowest) / (highest - lowest))) * inner;

      for (const loop of loops) {
        const counts = new Array(bins).fill(0);
        for (const [limit, count] of loop.delays.buckets) {
          const bin = Math.floor((Math.log10(Math.max(1, limit)) - lowest) * perDecade);
          counts[Math.max(0, Math.min(bins - 1, bin))] += count;
        }
        // Rare delays are the ones that matter: a root keeps them in sight beside the frequent ones.
        const most = Math.cbrt(Math.max(...counts));
        const d = loop.delays;
        const words = "Heartbeat delays of " + loop.label + ": half within " + duration(d.p50) + ", 99 % within " + duration(d.p99)
          + ", 99.9 % within " + duration(d.p999) + ", at most " + duration(d.max) + ", of " + plural(d.count, "heartbeat");
        const svg = shape("svg", { viewBox: "0 0 " + width + " " + height, role: "img", "aria-label": words });
        for (let decade = lowest; decade <= highest; decade++) {
          const at = left + (decade - lowest) / (highest - lowest) * inner;
          svg.append(shape("line", { class: "grid-line", x1: at, x2: at, y1: top, y2: height - bottom }));
          svg.append(shape("text", { x: at, y: height - 6, "text-anchor": "middle" }, duration(10 ** decade)));
        }
        counts.forEach((count, bin) => {
          if (count === 0) return;
          const h = Math.max(1.5, Math.cbrt(count) / most * (height - top - bottom));
          const bar = shape("rect", { class: "bar", x: left + bin / bins * inner + 0.5, width: inner / bins - 1, y: height - bottom - h, height: h, rx: 1 });
          const from = 10 ** (lowest + bin / perDecade), to = 10 ** (lowest + (bin + 1) / perDecade);
          tell(bar, () => plural(count, "heartbeat") + "\n" + duration(from) + " to " + duration(to) + " late");
          svg.append(bar);
        });
        // From the right, so that none leaves the picture and none covers another.
        let free = width;
        for (const [mark, label, value] of [["p999", "p99.9", d.p999], ["p99", "p99", d.p99], ["p50", "p50", d.p50]]) {
          const at = x(value);
          const size = label.length * 6.6;
          svg.append(shape("line", { class: mark, x1: at, x2: at, y1: top, y2: height - bottom, "stroke-width": 1.5, "stroke-dasharray": "4 3" }));
          const start = Math.min(at - size / 2, free - size);
          svg.append(shape("text", { class: mark, x: start, y: 12 }, label));
          free = start - 6;
        }
        place.append(element("figure", {}, element("figcaption", {}, loop.label), svg));
      }
      place.after(element("p", { class: "hint" }, "Both the axis of the delays and the height of the bars are compressed (logarithm and cube root), so that the rare late ones can be seen."));
    })();
    """#
}
