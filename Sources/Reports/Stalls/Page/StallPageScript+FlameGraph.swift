extension StallPageScript {
  /// The stacks merged, outermost on top; a site, a search and the frames of one's own code can be picked out.
  static let flameGraph = #"""
    (function () {
      const place = document.getElementById("flame");
      const tools = document.getElementById("flame-tools");
      const status = document.getElementById("flame-status");
      if (data.stacks.length === 0) {
        place.textContent = "No stack was taken; start the watchdog with stacks to see where it stalls.";
        document.getElementById("flame-hint").hidden = true;
        return;
      }
      const rowHeight = 22;
      let onlyOwn = false;
      let folds = true;
      let search = "";
      let root, zoomed, focused;

      function build() {
        root = { frame: -1, time: 0, samples: 0, depth: 0, parent: null, children: new Map() };
        for (const stack of data.stacks) {
          if (chosenSite >= 0 && stack.s !== chosenSite) continue;
          let node = root;
          count(node, stack);
          for (const frame of stack.f) {
            if (onlyOwn && data.frames[frame].k !== 0) continue;
            let child = node.children.get(frame);
            if (!child) {
              child = { frame, time: 0, samples: 0, depth: node.depth + 1, parent: node, children: new Map() };
              node.children.set(frame, child);
            }
            count(child, stack);
            node = child;
          }
        }
        if (folds) fold();
        zoomed = root;
        focused = root;
      }
      /// Runs of at least three frames that are nobody's own and lead nowhere else become one.
      function fold() {
        const queue = [root];
        while (queue.length > 0) {
          const node = queue.pop();
          for (const [key, child] of [...node.children]) {
            const run = [child];
            let last = child;
            while (last.children.size === 1) {
              const next = last.children.values().next().value;
              if (next.time !== last.time) break;
              run.push(next);
              last = next;
            }
            const end = run.findIndex((n) => data.frames[n.frame].k === 0);
            const part = end < 0 ? run : run.slice(0, end);
            // What the program called last is not folded: it says why the thread waits.
            if (end < 0 && last.children.size === 0) part.pop();
            if (part.length >= 3) {
              const tail = part[part.length - 1];
              child.run = part.map((n) => n.frame);
              child.children = tail.children;
              for (const grandchild of child.children.values()) grandchild.parent = child;
            }
            queue.push(child);
          }
        }
        const levels = [root];
        while (levels.length > 0) {
          const node = levels.pop();
          for (const child of node.children.values()) { child.depth = node.depth + 1; levels.push(child); }
        }
      }
      function origins(run) {
        const names = run.map((f) => data.frames[f]).map((f) => f.k === 1 ? (/checkouts\/([^/]+)/.exec(f.o) || ["", f.o])[1] : f.i);
        const different = [...new Set(names.filter(Boolean))];
        return different.slice(0, 3).join(", ") + (different.length > 3 ? ", …" : "");
      }
      // A stall of no length still has to be seen.
      function count(node, stack) { node.time += Math.max(1, stack.t); node.samples += stack.n; }
      function sorted(node) { return [...node.children.values()].sort((a, b) => b.time - a.time || a.frame - b.frame); }
      function name(node) {
        if (node.run) return node.run.length + " frames of " + origins(node.run);
        return node.frame < 0 ? (chosenSite < 0 ? "all stalls" : "stalls of " + data.sites[chosenSite].name) : data.frames[node.frame].n;
      }
      function kind(node) {
        const frame = data.frames[node.frame];
        return [["own code", "library", "system"][frame.k], frame.a === 1 ? "async" : frame.a === 2 ? "inlined" : ""].filter(Boolean).join(", ");
      }
      function percent(node) { return (100 * node.time / root.time).toFixed(node.time === root.time ? 0 : 1) + " %"; }
      function text(node) {
        const head = name(node) + "\n" + duration(node.time) + " stalled (" + percent(node) + "), " + plural(node.samples, "sample");
        if (node.frame < 0) return head;
        if (node.run) {
          const names = node.run.map((f) => data.frames[f].n);
          return head + "\n" + (names.length > 9 ? [...names.slice(0, 4), "…", ...names.slice(-4)] : names).join("\n");
        }
        const frame = data.frames[node.frame];
        return head + "\n" + (frame.o ? frame.o + " · " : "") + kind(node);
      }
      function isHit(node) {
        if (!search || node.frame < 0) return false;
        return (node.run || [node.frame]).some((f) => (data.frames[f].n + " " + data.frames[f].o).toLowerCase().includes(search));
      }

      function draw(hadFocus) {
        if (root.children.size === 0) {
          place.style.height = "auto";
          place.textContent = "No stack was taken of these stalls.";
          status.textContent = "";
          return;
        }
        const width = Math.max(200, place.clientWidth);
        const tree = element("div", { role: "tree", "aria-label": "Stacks, outermost first; width is stalled time", "aria-describedby": "flame-hint" });
        let depth = 0;
        let hits = 0;
        const path = [];
        for (let node = zoomed.parent; node; node = node.parent) path.unshift(node);
        path.forEach((node) => add(node, 0, 1, "above"));
        const queue = [[zoomed, 0, 1]];
        while (queue.length > 0) {
          const [node, left, share] = queue.pop();
          add(node, left, share, "");
          let start = left;
          for (const child of sorted(node)) {
            const part = child.time / zoomed.time;
            if (part * width >= 1.5) queue.push([child, start, part]);
            start += part;
          }
        }
        function add(node, left, share, extra) {
          depth = Math.max(depth, node.depth);
          const frame = node.frame < 0 ? null : data.frames[node.frame];
          const box = element("div", { role: "treeitem", "aria-level": node.depth + 1, tabindex: node === focused ? 0 : -1,
            "aria-label": text(node), class: "frame " + extra + " " + (frame ? "k" + frame.k + (node.depth % 2 ? " odd" : "") : "all") });
          if (node.children.size > 0) box.setAttribute("aria-expanded", "true");
          if (isHit(node)) box.classList.add("hit");
          box.style.left = left * 100 + "%";
          box.style.width = share * 100 + "%";
          box.style.top = node.depth * rowHeight + "px";
          if (share * width > 26) box.textContent = (frame && frame.a === 1 ? "async " : "") + name(node) + (node.frame < 0 ? " · " + duration(node.time) : "");
          box.addEventListener("click", () => zoomTo(node, true));
          box.addEventListener("focus", () => { focused = node; status.textContent = text(node).replaceAll("\n", " · "); });
          tell(box, () => text(node));
          node.box = box;
          tree.append(box);
        }
        if (search) {
          hits = matched(root);
          status.textContent = hits > 0 ? duration(hits) + " of " + duration(root.time) + " stalled below frames that match" : "no frame matches";
        }
        place.style.height = (depth + 1) * rowHeight + "px";
        place.replaceChildren(tree);
        if (hadFocus && focused.box && focused.box.isConnected) focused.box.focus();
      }
      /// Time below matching frames, none counted twice.
      function matched(node) {
        if (isHit(node)) return node.time;
        let sum = 0;
        for (const child of node.children.values()) sum += matched(child);
        return sum;
      }
      function zoomTo(node, hadFocus) {
        hideTip();
        zoomed = node === zoomed && node.parent ? node.parent : node;
        focused = node;
        draw(hadFocus);
      }

      place.addEventListener("keydown", (event) => {
        const siblings = focused.parent ? sorted(focused.parent) : [focused];
        const index = siblings.indexOf(focused);
        let next = null;
        if (event.key === "ArrowDown") next = sorted(focused)[0];
        else if (event.key === "ArrowUp") next = focused.parent;
        else if (event.key === "ArrowLeft") next = siblings[index - 1];
        else if (event.key === "ArrowRight") next = siblings[index + 1];
        else if (event.key === "Home") next = root;
        else if (event.key === "Enter" || event.key === " ") zoomTo(focused, true);
        else if (event.key === "Escape") { zoomed = root; draw(true); }
        else return;
        event.preventDefault();
        if (!next) return;
        focused = next;
        // What is not drawn is shown by zooming out to what holds it.
        if (!next.box || !next.box.isConnected) {
          zoomed = next.parent || root;
          draw(true);
          return;
        }
        place.querySelectorAll("[tabindex='0']").forEach((box) => box.setAttribute("tabindex", -1));
        next.box.setAttribute("tabindex", 0);
        next.box.focus();
      });

      const sites = element("select", {}, element("option", { value: -1 }, "all sites"));
      data.sites.forEach((site, index) => {
        sites.append(element("option", { value: index }, (index + 1) + ". " + site.name));
      });
      sites.addEventListener("change", () => chooseSite(Number(sites.value)));
      tools.append(element("label", {}, "Site", sites));
      const field = element("input", { type: "search", placeholder: "function or file" });
      field.addEventListener("input", () => { search = field.value.trim().toLowerCase(); if (!search) status.textContent = ""; draw(false); });
      tools.append(element("label", {}, "Find", field));
      function box(label, isOn, act) {
        const input = element("input", { type: "checkbox" });
        input.checked = isOn;
        input.addEventListener("change", () => { act(input.checked); build(); draw(false); });
        tools.append(element("label", {}, input, label));
        return input;
      }
      const own = box("own code only", false, (isOn) => { onlyOwn = isOn; });
      const folding = box("fold libraries", true, (isOn) => { folds = isOn; });
      const reset = element("button", { type: "button" }, "Reset");
      reset.addEventListener("click", () => { field.value = ""; search = ""; own.checked = onlyOwn = false; folding.checked = folds = true; status.textContent = ""; chooseSite(-1); });
      tools.append(reset);
      if (data.hiddenStacks > 0) tools.append(element("span", { class: "hint" }, plural(data.hiddenStacks, "rare stack") + " not shown"));

      whenChosen.push((site) => { sites.value = String(site); build(); draw(false); });
      build();
      new ResizeObserver(() => draw(place.contains(document.activeElement))).observe(place.parentElement);
      draw(false);
    })();
    """#
}
