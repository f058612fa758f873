"use strict";
document.documentElement.classList.add("scripted"); // the table waits, as laying out all its rows takes long
addEventListener("DOMContentLoaded", () => {
  const STEP = 100; // rows shown at a time: what a browser lays out at once
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const table = document.querySelector(".companies");
  const form = document.querySelector("#filter");
  const told = form.querySelector("output");
  const heads = all("thead th", table);
  const value = (cell) => cell.dataset.value ?? cell.textContent;
  const rows = [...table.tBodies].map((body, place) => {
    const cells = [...body.rows[0].cells];
    return {
      body,
      place,
      text: `${body.rows[0].textContent} ${(body.querySelector("summary") ?? body.rows[1]).textContent}`.toLowerCase(),
      cells: cells.map((cell) => cell.textContent),
      values: cells.map(value),
    };
  });
  const related = all("[data-of]").map((element) => ({ element, place: element.dataset.of - 1 }));
  const notes = [...new Set(related.map(({ element }) => element.closest("section")))].map((section) => {
    const note = document.createElement("p");
    note.className = "note";
    section.querySelector("h2").after(note);
    return note;
  });
  const filters = []; // the columns that are filtered by a menu, with the menu
  let order = rows;
  let shown = [];
  let limit = STEP;

  heads.forEach((head, column) => {
    const name = head.dataset.filter;
    const counts = new Map();
    if (name) for (const row of rows) counts.set(row.values[column], (counts.get(row.values[column]) ?? 0) + 1);
    if (counts.size > 1 && counts.size <= 60) {
      const menu = document.createElement("select");
      menu.name = name;
      menu.add(new Option("all", ""));
      for (const [text, count] of counts) menu.add(new Option(`${text || "(blank)"} (${count})`, `=${text}`));
      const label = document.createElement("label");
      label.append(head.textContent, menu);
      form.insertBefore(label, form.querySelector("button"));
      filters.push({ column, menu });
    }
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortBy(head, column));
  });

  function sortBy(head, column) {
    const number = head.classList.contains("number"); // of these the largest come first
    const down = number ? head.ariaSort !== "descending" : head.ariaSort === "ascending";
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.ariaSort = down ? "descending" : "ascending";
    const sign = down ? -1 : 1;
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    const by = head.dataset.filter === "verdict" ? (a, b) => a.place - b.place
      : number ? (a, b) => a.cells[column] - b.cells[column]
      : (a, b) => compare(a.cells[column], b.cells[column]);
    order = [...rows].sort((a, b) => sign * by(a, b) || a.place - b.place);
    render();
  }

  function apply() {
    const search = form.elements.search.value.trim().toLowerCase();
    const wanted = filters.filter(({ menu }) => menu.value).map(({ column, menu }) => [column, menu.value.slice(1)]);
    shown = order.filter((row) => wanted.every(([column, text]) => row.values[column] === text) && row.text.includes(search));
  }

  function render() {
    apply();
    table.replaceChildren(table.tHead, ...shown.slice(0, limit).map((row) => row.body));
    const places = shown.length === rows.length ? null : new Set(shown.map((row) => row.place));
    for (const { element, place } of related) element.hidden = places !== null && !places.has(place);
    more.hidden = shown.length <= limit;
    told.textContent = `${shown.length} of ${rows.length} companies`;
    for (const note of notes) {
      note.textContent = `Only of the ${told.textContent} that are chosen above.`;
      note.hidden = places === null;
    }
  }

  function filter() {
    limit = STEP;
    render();
  }

  const more = document.createElement("button");
  more.type = "button";
  more.className = "more";
  more.textContent = `Show ${STEP} more`;
  more.addEventListener("click", () => {
    limit += STEP;
    render();
  });
  table.parentElement.after(more);

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));

  for (const band of all(".flow a")) {
    band.addEventListener("click", () => {
      form.reset();
      for (const { menu } of filters) {
        const text = band.dataset[menu.name];
        if (text !== undefined) menu.value = `=${text}`;
      }
      setTimeout(filter);
    });
  }

  function visit() {
    const place = /^#c(\d+)$/.exec(location.hash)?.[1] - 1;
    const row = rows[place];
    if (!row) return;
    if (!shown.includes(row)) form.reset();
    apply();
    limit = Math.max(limit, shown.indexOf(row) + 1);
    render();
    const card = row.body.querySelector("details");
    if (card) card.open = true;
    row.body.scrollIntoView();
  }
  addEventListener("hashchange", visit);

  addEventListener("beforeprint", () => {
    limit += rows.length;
    render();
    for (const card of all("details", table)) card.open = true;
  });
  addEventListener("afterprint", () => {
    for (const card of all("details", table)) card.open = false;
    filter();
  });

  form.hidden = false;
  render();
  setTimeout(visit);
});
addEventListener("DOMContentLoaded", () => document.documentElement.classList.remove("scripted"));
