/// The page's script, in parts; each is one function that draws one thing. Texts of the log reach the page as text only.
enum StallPageScript {
  static let common = #"""
    const data = JSON.parse(document.getElementById("data").textContent);
    const svgSpace = "http://www.w3.org/2000/svg";

    function element(name, attributes = {}, ...children) {
      const node = document.createElement(name);
      return fill(node, attributes, children);
    }
    function shape(name, attributes = {}, ...children) {
      const node = document.createElementNS(svgSpace, name);
      return fill(node, attributes, children);
    }
    function fill(node, attributes, children) {
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      node.append(...children);
      return node;
    }

    /// Nanoseconds in the unit that reads best.
    function duration(ns) {
      const digits = (value) => Number(value.toPrecision(3)).toString();
      if (ns < 1000) return Math.round(ns) + " ns";
      if (ns < 999500) return digits(ns / 1e3) + " µs";
      if (ns < 999.5e6) return digits(ns / 1e6) + " ms";
      if (ns < 60e9) return digits(ns / 1e9) + " s";
      const s = Math.floor(ns / 1e9);
      if (s < 3600) return Math.floor(s / 60) + " min " + s % 60 + " s";
      if (s < 86400) return Math.floor(s / 3600) + " h " + Math.floor(s / 60) % 60 + " min";
      return Math.floor(s / 86400) + " d " + Math.floor(s / 3600) % 24 + " h";
    }
    /// Microseconds since 1970 as a time of day in UTC, with as many digits as the step between two marks needs.
    function clock(us, step = 1) {
      const text = new Date(us / 1000).toISOString();
      if (step >= 86400e6) return text.slice(5, 10);
      const time = step >= 60e6 ? text.slice(11, 16) : step >= 1e6 ? text.slice(11, 19) : text.slice(11, 23);
      return data.last - data.first > 86400e6 ? text.slice(5, 10) + " " + time : time;
    }
    function plural(count, noun) { return count + " " + noun + (count === 1 ? "" : "s"); }

    const tip = document.getElementById("tip");
    function showTip(text, x, y) {
      tip.textContent = text;
      tip.hidden = false;
      const box = tip.getBoundingClientRect();
      tip.style.left = Math.max(8, Math.min(x + 14, innerWidth - box.width - 8)) + "px";
      tip.style.top = (y + 18 + box.height > innerHeight ? Math.max(8, y - box.height - 12) : y + 18) + "px";
    }
    function hideTip() { tip.hidden = true; }
    function tell(node, text) {
      node.addEventListener("pointermove", (event) => showTip(text(), event.clientX, event.clientY));
      node.addEventListener("pointerleave", hideTip);
      node.addEventListener("focus", () => {
        const box = node.getBoundingClientRect();
        if (node.matches(":focus-visible")) showTip(text(), box.left, box.bottom);
      });
      node.addEventListener("blur", hideTip);
    }

    /// The site that all drawings show; -1 shows all.
    let chosenSite = -1;
    const whenChosen = [];
    function chooseSite(site) {
      chosenSite = site;
      for (const act of whenChosen) act(site);
    }
    """#

  /// Sorts the table of sites by the column whose head is pressed.
  static let table = #"""
    (function () {
      const table = document.getElementById("site-table");
      if (!table) return;
      const heads = [...table.tHead.rows[0].cells];
      heads.forEach((head, column) => {
        const button = element("button", { type: "button" }, head.textContent);
        head.replaceChildren(button);
        button.addEventListener("click", () => {
          const isNumber = head.dataset.sort === "number";
          const before = head.getAttribute("aria-sort");
          const isDescending = before ? before === "ascending" : isNumber;
          heads.forEach((other) => other.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
          const value = (row) => {
            const text = row.cells[column].dataset.value;
            return isNumber ? Number(text) : text;
          };
          const rows = [...table.tBodies[0].rows];
          rows.sort((a, b) => {
            const [x, y] = [value(a), value(b)];
            const order = isNumber ? x - y : x.localeCompare(y);
            return (isDescending ? -order : order) || a.dataset.site - b.dataset.site;
          });
          table.tBodies[0].append(...rows);
        });
      });
      const totals = [...table.tBodies[0].rows].map((row) => Number(row.cells[2].dataset.value));
      if (totals.every((value, index) => index === 0 || totals[index - 1] >= value)) heads[2].setAttribute("aria-sort", "descending");
      for (const row of table.tBodies[0].rows) {
        row.querySelector("details").addEventListener("toggle", (event) => {
          if (event.target.open) chooseSite(Number(row.dataset.site));
        });
      }
      whenChosen.push((site) => {
        for (const row of table.tBodies[0].rows) row.classList.toggle("chosen", Number(row.dataset.site) === site);
      });
    })();
    """#
}
