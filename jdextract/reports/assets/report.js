"use strict";
(() => {
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const percent = (share) => `${(share * 100).toFixed(share && share < 0.02 ? 1 : 0)} %`;
  const FILL = { required: "var(--required)", preferred: "var(--preferred)", mentioned: "var(--mentioned)" };

  // Charts ------------------------------------------------------------------------------------------------------

  const stacked = (rows) => rows.flatMap((row) => {
    let from = 0;
    return ["required", "preferred", "mentioned"].map((demand) => {
      const part = { name: row.name, demand, from, to: from + row[demand] };
      from = part.to;
      return part;
    }).filter((part) => part.to > part.from);
  });

  const drawBar = (host) => {
    if (host.firstChild || !host.clientWidth) return;
    const [low, high, required, preferred, mentioned] = host.dataset.bar.split(" ").map(Number);
    const most = host.closest(".duties") ? charts.largest.duty : charts.largest.skill;
    const row = { name: "", required, preferred, mentioned };
    host.append(Plot.plot({
      width: host.clientWidth, height: 20, margin: 0, marginRight: 1,
      x: { domain: [0, Math.max(most, high)], axis: null },
      y: { domain: [""], axis: null, padding: 0 },
      marks: [
        Plot.barX(stacked([row]), { x1: "from", x2: "to", y: "name", fill: (part) => FILL[part.demand], insetTop: 3, insetBottom: 3 }),
        Plot.link([{ low, high, name: "" }], { x1: "low", x2: "high", y: "name", stroke: "var(--whisker)", strokeWidth: 1.5 }),
        Plot.tickX([low, high], { x: (end) => end, y: () => "", stroke: "var(--whisker)", strokeWidth: 1.5, insetTop: 6, insetBottom: 6 }),
      ],
    }));
  };

  const bars = document.querySelectorAll(".bar");
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      drawBar(entry.target);
      watcher.unobserve(entry.target);
    }
  }, { rootMargin: "600px" });
  bars.forEach((bar) => watcher.observe(bar));
  addEventListener("beforeprint", () => bars.forEach(drawBar));

  const LETTER = 7.3; // the width of a wide letter, so that no label runs out of its chart
  const labelWidth = (rows, width) =>
    Math.min(width * 0.42, 14 + LETTER * Math.max(...rows.map((row) => row.name.length), 4));
  const shortened = (width) => (name) => {
    const room = Math.floor(width / LETTER);
    return name.length > room ? `${name.slice(0, room - 1)}…` : name;
  };

  const drawTop = (host, width) => {
    const left = labelWidth(charts.top, width);
    return Plot.plot({
      width, height: 26 * charts.top.length + 44, marginLeft: left, marginRight: 44, marginTop: 24,
      x: { axis: "top", grid: true, tickFormat: percent, ticks: 4, label: null },
      y: { domain: charts.top.map((row) => row.name), label: null, tickSize: 0, tickFormat: shortened(left - 12) },
      marks: [
        Plot.barX(stacked(charts.top), { x1: "from", x2: "to", y: "name", fill: (part) => FILL[part.demand], insetTop: 3, insetBottom: 3 }),
        Plot.link(charts.top, { x1: "low", x2: "high", y: "name", stroke: "var(--whisker)", strokeWidth: 1.5 }),
        Plot.text(charts.top, {
          x: "high", y: "name", dx: 6, textAnchor: "start", fill: "currentColor",
          text: (row) => percent(row.required + row.preferred + row.mentioned),
        }),
      ],
    });
  };

  const drawCategories = (host, width) => {
    const rows = charts.categories;
    const left = labelWidth(rows, width);
    return Plot.plot({
      width, height: 26 * rows.length + 44, marginLeft: left, marginRight: 44, marginTop: 24,
      x: { axis: "top", grid: true, tickFormat: percent, ticks: 4, label: null },
      y: { domain: rows.map((row) => row.name), label: null, tickSize: 0, tickFormat: shortened(left - 12) },
      marks: [
        Plot.barX(rows, { x: "share", y: "name", fill: FILL.mentioned, insetTop: 3, insetBottom: 3 }),
        Plot.barX(rows, { x: "required", y: "name", fill: FILL.required, insetTop: 3, insetBottom: 3 }),
        Plot.text(rows, { x: "share", y: "name", dx: 6, textAnchor: "start", fill: "currentColor", text: (row) => percent(row.share) }),
      ],
    });
  };

  const drawCountries = (host, width) => {
    const rows = charts.countries;
    const left = labelWidth(rows, width);
    return Plot.plot({
      width, height: 26 * rows.length + 12, marginLeft: left, marginRight: 50, marginTop: 4, marginBottom: 4,
      x: { axis: null },
      y: { domain: rows.map((row) => row.name), label: null, tickSize: 0, tickFormat: shortened(left - 12) },
      marks: [
        Plot.barX(rows, { x: "postings", y: "name", fill: FILL.required, insetTop: 3, insetBottom: 3 }),
        Plot.text(rows, { x: "postings", y: "name", dx: 6, textAnchor: "start", fill: "currentColor", text: (row) => row.postings.toLocaleString("en") }),
      ],
    });
  };

  const drawTrend = (host, width) => {
    const points = charts.trends[Number(host.dataset.trend)];
    const stroke = host.closest(".rising") ? "var(--rising)" : "var(--falling)";
    const most = Math.max(0.05, ...points.map((point) => point.share ?? 0));
    return Plot.plot({
      width, height: 130, marginLeft: 40, marginBottom: 24, marginTop: 12, marginRight: 12,
      x: { type: "point", domain: points.map((point) => point.period), label: null, tickSize: 0,
           tickFormat: (period) => (points.length > 6 && points.findIndex((p) => p.period === period) % Math.ceil(points.length / 5) ? "" : period) },
      y: { domain: [0, most * 1.1], tickFormat: percent, ticks: 3, grid: true, label: null },
      marks: [
        Plot.lineY(points, { x: "period", y: "share", stroke, strokeWidth: 2 }),
        Plot.dot(points, { x: "period", y: "share", fill: stroke, r: 3 }),
      ],
    });
  };

  const drawn = [["chart-top", drawTop, charts.top], ["chart-categories", drawCategories, charts.categories],
    ["chart-countries", drawCountries, charts.countries]]
    .map(([id, draw, rows]) => [document.getElementById(id), draw, rows])
    .filter(([host, , rows]) => host && rows.length)
    .concat([...document.querySelectorAll("[data-trend]")].map((host) => [host, drawTrend, true]));
  const drawAll = () => drawn.forEach(([host, draw]) => {
    const svg = draw(host, Math.max(240, host.clientWidth));
    svg.setAttribute("aria-hidden", "true");
    host.replaceChildren(svg);
  });
  drawAll();
  let width = innerWidth;
  let resizing;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(resizing);
    resizing = setTimeout(() => {
      drawAll();
      bars.forEach((bar) => { bar.replaceChildren(); watcher.observe(bar); });
    }, 150);
  });

  // Filters -----------------------------------------------------------------------------------------------------

  const form = document.querySelector(".filters");
  if (form) {
    const text = document.getElementById("filter-text");
    const category = document.getElementById("filter-category");
    const kind = document.getElementById("filter-kind");
    const count = document.getElementById("filter-count");
    const rows = [...document.querySelectorAll("#skills tr[data-name], #responsibilities tr[data-name]")];
    const apply = () => {
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const block = row.closest(".block");
        const fits = words.every((word) => row.dataset.name.includes(word))
          && (!category.value || block.dataset.category === category.value)
          && (!kind.value || row.dataset.kind.split(" ").includes(kind.value));
        row.hidden = !fits;
        shown += fits;
      }
      document.querySelectorAll(".block").forEach((block) => {
        const own = block.querySelectorAll("tr[data-name]");
        block.hidden = own.length > 0 && [...own].every((row) => row.hidden);
      });
      const filtering = words.length || category.value || kind.value;
      count.textContent = filtering ? `${shown} of ${rows.length} lines` : "";
    };
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  // Quotes ------------------------------------------------------------------------------------------------------

  const dialog = document.getElementById("quotes-dialog");
  let unpacked;
  const unpack = () => {
    unpacked ??= (async () => {
      const packed = Uint8Array.from(atob(document.getElementById("quotes").textContent.trim()), (c) => c.charCodeAt(0));
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
      return JSON.parse(await new Response(stream).text());
    })();
    return unpacked;
  };

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const quoteItem = (posting, segment, start, end) => {
    const item = element("li");
    const quote = element("blockquote");
    if (end > start) {
      // Offsets count code points, JavaScript's strings UTF-16 units.
      const points = [...segment];
      quote.append(points.slice(0, start).join(""), element("mark", points.slice(start, end).join("")), points.slice(end).join(""));
    } else {
      quote.textContent = segment;
    }
    const [title, company, location, date, id] = posting;
    item.append(quote, element("p", [title, company, location, date, `id ${id}`].filter(Boolean).join(" · "), "of"));
    return item;
  };

  const label = (button) => {
    const named = button.getAttribute("aria-label");
    return named ? named.replace(/^.*: show quotes for /, "") : button.textContent;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-quotes]");
    if (!button) return;
    const content = await unpack();
    const number = button.dataset.quotes;
    const quotes = content.quotes[number] ?? [];
    const items = [];
    for (let i = 0; i < quotes.length; i += 4) {
      items.push(quoteItem(content.postings[quotes[i]], content.segments[quotes[i + 1]], quotes[i + 2], quotes[i + 3]));
    }
    document.getElementById("quotes-title").textContent = label(button);
    document.getElementById("quotes-total").textContent =
      `${items.length} of ${content.totals[number].toLocaleString("en")} ${content.totals[number] === 1 ? "posting" : "postings"}.`;
    document.getElementById("quotes-list").replaceChildren(...items);
    dialog.showModal();
    dialog.scrollTop = 0;
  });
  document.getElementById("quotes-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  // Theme -------------------------------------------------------------------------------------------------------

  const theme = document.getElementById("theme");
  const isDark = () => document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const showTheme = () => theme.setAttribute("aria-pressed", String(isDark()));
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    showTheme();
  });
  showTheme();
})();
