"use strict";
(() => {
  const root = document.documentElement;
  const store = {
    get() { try { return localStorage.getItem("ipasn-theme"); } catch { return null; } },
    set(value) { try { localStorage.setItem("ipasn-theme", value); } catch { /* private window */ } },
  };
  const chosen = store.get();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  function themeButton(say) {
    const prefersDark = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches);
    const button = make("button", { type: "button", className: "tool" });
    button.title = say.sayTheme;
    const show = () => { button.textContent = isDark() ? say.sayLight : say.sayDark; };
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      store.set(root.dataset.theme);
      show();
    });
    prefersDark.addEventListener("change", show);
    show();
    document.querySelector(".masthead-tools").append(button);
  }

  // Contents: closed at first on narrow screens, and the section in view is marked.
  function contents() {
    const list = document.querySelector(".contents details");
    if (!list) return;
    const wide = matchMedia("(min-width: 70rem)");
    const fold = () => { list.open = wide.matches; };
    wide.addEventListener("change", fold);
    fold();
    const links = new Map();
    for (const link of list.querySelectorAll("a")) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) links.set(target, link);
    }
    let current = null;
    const mark = () => {
      let last = null;
      for (const [target, link] of links) if (target.getBoundingClientRect().top < innerHeight * 0.3) last = link;
      if (last === current) return;
      current?.removeAttribute("aria-current");
      last?.setAttribute("aria-current", "true");
      current = last;
    };
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    }, { passive: true });
    mark();
  }

  // Regions that do not overflow need no stop for the keyboard, and their table heads may stay in view.
  function scrollRegions() {
    const regions = document.querySelectorAll(".scroll");
    const measure = () => {
      for (const region of regions) region.classList.remove("fits");
      const isFitting = (region) => region.scrollWidth <= region.clientWidth + 1;
      const fitting = [...regions].map(isFitting);
      regions.forEach((region, position) => region.classList.toggle("fits", fitting[position]));
      const stillFitting = [...regions].map((region, position) => fitting[position] && isFitting(region));
      regions.forEach((region, position) => {
        const fits = stillFitting[position];
        region.classList.toggle("fits", fits);
        if (fits) region.removeAttribute("tabindex"); else region.tabIndex = 0;
        const head = region.querySelector("thead tr");
        if (head) region.style.setProperty("--head", `${head.getBoundingClientRect().height}px`);
      });
    };
    let timer = 0;
    addEventListener("resize", () => { clearTimeout(timer); timer = setTimeout(measure, 120); });
    measure();
  }

  // The cells of a head by line and column; one that spans several stands in each.
  function headGrid(table) {
    const grid = [];
    [...table.tHead.rows].forEach((row, line) => {
      grid[line] ??= [];
      for (const cell of row.cells) {
        let column = 0;
        while (grid[line][column]) column += 1;
        for (let down = 0; down < cell.rowSpan; down += 1) {
          grid[line + down] ??= [];
          for (let across = 0; across < cell.colSpan; across += 1) grid[line + down][column + across] = cell;
        }
      }
    });
    return grid;
  }

  // Sorting: by the value behind the text where there is one; cells without a value stay last.
  function sortable(table) {
    const body = table.tBodies[0];
    const original = [...body.rows];
    const heads = [...table.tHead.querySelectorAll('th[scope="col"]')];
    const grid = headGrid(table);
    const keyOf = (row, column) => {
      const cell = row.cells[column];
      if (cell.classList.contains("none")) return null;
      const text = cell.dataset.v ?? cell.textContent.trim();
      const number = Number(text.replace(",", "."));
      return text !== "" && Number.isFinite(number) ? number : text;
    };
    const compare = (a, b) => {
      if (typeof a === "number" && typeof b === "number") return a - b;
      return String(a).localeCompare(String(b), root.lang, { numeric: true });
    };
    const sortBy = (head, column, direction) => {
      for (const other of heads) other.removeAttribute("aria-sort");
      let rows = original;
      if (direction) {
        head.setAttribute("aria-sort", direction);
        const sign = direction === "ascending" ? 1 : -1;
        const keyed = original.map((row) => [keyOf(row, column), row]);
        const filled = keyed.filter(([key]) => key !== null).sort(([a], [b]) => sign * compare(a, b));
        rows = [...filled, ...keyed.filter(([key]) => key === null)].map(([, row]) => row);
      }
      body.append(...rows);
    };
    for (const head of heads) {
      const column = grid.find((line) => line.includes(head)).indexOf(head);
      const order = head.classList.contains("num") ? ["descending", "ascending"] : ["ascending", "descending"];
      const button = make("button", { type: "button", className: "sort" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        sortBy(head, column, now === null ? order[0] : now === order[0] ? order[1] : null);
      });
    }
  }

  function filterable(table, say) {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.toLocaleLowerCase(root.lang));
    const count = make("output");
    const input = make("input", { type: "search", autocomplete: "off" });
    input.addEventListener("input", () => {
      const words = input.value.toLocaleLowerCase(root.lang).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, position) => {
        row.hidden = !words.every((word) => texts[position].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      count.value = words.length ? say.sayShown.replace("%s", shown).replace("%s", rows.length) : "";
    });
    table.caption.append(make("div", { className: "filter" }, make("label", {}, `${say.sayFilter} `, input), count));
  }

  const plain = (text) => text.replaceAll("\u00ad", "").replace(/\s+/g, " ").trim();
  const nameOf = (cell) => plain([...cell.childNodes].filter((node) => !node.classList?.contains("hidden-mark"))
    .map((node) => node.textContent).join(""));

  // Download: the rows that are shown, as a spreadsheet of the page's language reads them.
  function downloadable(table, say) {
    const separator = say.decimal === "," ? ";" : ",";
    const field = (text) => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const figure = (cell) => plain(cell.textContent).replaceAll("\u2212", "-");
    const name = (cell) => nameOf(cell).replace(/^[=+@-]/, "'$&");
    const write = () => {
      const grid = headGrid(table);
      const heads = grid[0].map((_, column) => [...new Set(grid.map((line) => line[column]))].map(nameOf).join(": "));
      const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
      const cells = rows.map((row) => [...row.cells].map((cell) => (cell.classList.contains("num") ? figure : name)(cell)));
      const text = [heads, ...cells].map((line) => line.map(field).join(separator)).join("\r\n");
      const address = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
      make("a", { href: address, download: `${table.closest(".table").id.replace(/^tabel-/, "")}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    };
    const button = make("button", { type: "button", className: "download", textContent: say.sayDownload });
    button.setAttribute("aria-label", `${say.sayDownload}: ${nameOf(table.caption.firstElementChild)}`);
    button.addEventListener("click", write);
    table.closest(".table").append(button);
  }

  // One's own unit: its row stands out in every table, its name in every chart, and the address keeps the choice.
  function ownUnit(say) {
    const place = document.querySelector(".contents");
    const rows = document.querySelectorAll("#tabel-perangkat-daerah tbody tr, #tabel-pemerintah tbody tr");
    const names = [...new Set([...rows].map((row) => nameOf(row.querySelector("th"))))];
    if (!place || names.length < 2) return;
    names.sort((a, b) => a.localeCompare(b, root.lang));
    const options = names.map((name) => make("option", { value: name, textContent: name }));
    const choice = make("select", {}, make("option", { value: "", textContent: "–" }), ...options);
    const prefix = "#unit=";
    const isCalled = (text, name) => text === name || (text.length > 2 && text.endsWith("…") && name.startsWith(text.slice(0, -1)));
    const mark = () => {
      const name = choice.value;
      for (const row of document.querySelectorAll("table.data tbody tr")) {
        const head = row.querySelector("th");
        row.classList.toggle("own", name !== "" && head !== null && nameOf(head) === name);
      }
      for (const text of document.querySelectorAll(".chart svg text")) {
        text.classList.toggle("own", name !== "" && isCalled(plain(text.textContent), name));
      }
    };
    const read = () => {
      if (!location.hash.startsWith(prefix)) return;
      try { choice.value = decodeURIComponent(location.hash.slice(prefix.length)); } catch { return; }
      mark();
      document.querySelector("tr.own")?.scrollIntoView({ block: "center" });
    };
    choice.addEventListener("change", () => {
      history.replaceState(null, "", choice.value ? prefix + encodeURIComponent(choice.value) : " ");
      mark();
    });
    addEventListener("hashchange", read);
    place.append(make("label", { className: "own-unit" }, say.sayOwnUnit, choice));
    read();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const say = document.body.dataset;
    themeButton(say);
    contents();
    for (const table of document.querySelectorAll("table.data")) if (table.tBodies[0]?.rows.length > 2) sortable(table);
    for (const table of document.querySelectorAll("table.filterable")) filterable(table, say);
    for (const table of document.querySelectorAll(".table[id] table.data")) downloadable(table, say);
    ownUnit(say);
    scrollRegions();
  });
})();
