
addEventListener("DOMContentLoaded", () => {
  const find = (selector) => document.querySelector(selector);
  const form = JSON.parse(find("#data").textContent);
  const asked = find("#question");
  const { source, day } = asked.elements;
  const rows = [...find(".listed").children];
  let entries = []; // all answers, in the order in which they were given
  let refused = false; // whether the browser keeps nothing
  let saved = 0; // how many of the answers are in a file
  let at = 0; // the company that is asked about
  let level = null; // what is asked

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };
  const now = () => (form.asOf === null || form.asOf > today() ? form.asOf : today());
  const about = (company) => entries.filter((entry) => entry.company === company);
  const stateOf = (company) => after(form, form.companies[company], about(company), now());
  const questionOf = (company, one) => form.companies[company].questions[one] ?? form.criteria[one].question;
  const openOf = (company) => toAsk(form, form.companies[company], stateOf(company), now());

  function element(name, text, properties = {}) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...[text].flat());
    return made;
  }

  /** Say that no further answer matters, and what has come out. */
  function done(company) {
    const { label, standing, possible: labels } = outcome(form, stateOf(company).known);
    const { word, claim } = form.companies[company];
    const enough = claim === null ? "nothing is left to ask" : `enough is known to judge "${word}"`;
    const taken = standing === "presumed" ? ", as something is taken for granted" : "";
    const result = standing === "open" ? `open; ${labels.map((leaf) => form.leaves[leaf]).join(" or ")}`
      : `${form.leaves[label]} (${standing}${taken})`;
    return `${enough}: ${result}`;
  }

  function keep() {
    try {
      localStorage.setItem(form.key, JSON.stringify(entries));
    } catch {
      refused = true; // it is full, or forbidden as for some files
    }
  }

  function restore() {
    const before = entries;
    try {
      entries = JSON.parse(localStorage.getItem(form.key)) ?? [];
    } catch {
      refused = true;
    }
    for (const company of new Set([...before, ...entries].map((entry) => entry.company))) list(company);
  }

  /** Give the next company with a question, from one on; -1 if there is none. */
  function nextFrom(company) {
    const places = rows.map((_, place) => (company + place) % rows.length);
    return places.find((place) => openOf(place).length) ?? -1;
  }

  /** Show in the list what has come of a company. */
  function list(company) {
    const open = openOf(company);
    const count = about(company).filter(({ cell }) => cell !== null).length;
    const row = rows[company];
    row.querySelector(".state").textContent = !open.length ? `; ${done(company)}`
      : count ? `; ${count} answered` : "";
    row.querySelector("ol").replaceChildren(...open.map((one) => {
      const { hint } = form.criteria[one];
      return element("li", [`${questionOf(company, one)} `, element("span", hint, { className: "note" })]);
    }));
  }

  function choice(name, value, text) {
    return element("label", [element("input", [], { type: "radio", name, value, required: true }), element("bdi", text)]);
  }

  /** Give the fields for an answer: a choice, or a number. */
  function fields(criterion) {
    if (criterion.written) {
      const cells = criterion.answers.map((_, cell) => cell);
      const order = criterion.yes === null ? cells : [1, 0, ...cells.slice(2)]; // yes comes first
      return order.map((cell) => choice("cell", cell, criterion.answers[cell]));
    }
    const number = element("input", [], { name: "number", inputMode: "decimal", required: true, maxLength: 100 });
    const check = () => number.setCustomValidity(number.disabled || readNumber(criterion, number.value) !== null ? ""
      : `${criterion.expected}, with a decimal point and nothing between thousands`);
    number.addEventListener("input", check);
    check();
    if (criterion.na === null) return [element("label", [criterion.expected, number])];
    const box = element("input", [], { type: "checkbox", name: "na" });
    box.addEventListener("change", () => { number.disabled = box.checked; check(); });
    return [element("label", [criterion.expected, number]), element("label", [box, criterion.answers[criterion.na]])];
  }

  /** Give who may have said something, where that matters. */
  function speakers(criterion, { buyer, seller, ours }) {
    if (!criterion.about && !criterion.requires.includes("attested_by")) return [];
    const sides = Object.entries({ buyer, seller }).sort(([one], [other]) => (one === ours) - (other === ours));
    return [
      ...sides.map(([side, name]) => choice("side", side, side === ours ? "It is our own view" : `${name} says so`)),
      choice("side", "", "It is on record"),
    ];
  }

  /** Show the question to ask now. */
  function show() {
    const company = form.companies[at];
    [level = null] = at < 0 ? [] : openOf(at);
    asked.hidden = level === null;
    day.max = today();
    if (level === null) {
      find("#company").textContent = at < 0 ? "No question is left: save the answers to a file, and send it"
        : `${company.name}: ${done(at)}`;
    } else {
      const criterion = form.criteria[level];
      const word = company.word === null ? "nothing" : `"${company.word}"`;
      find("#company").replaceChildren(element("bdi", company.name), ", called ", element("bdi", word));
      find("#answer legend").textContent = questionOf(at, level);
      find("#next").hidden = nextFrom(at + 1) === at;
      find("#answer div").replaceChildren(...fields(criterion));
      find("#speaker div").replaceChildren(...speakers(criterion, company));
      find("#speaker").hidden = !find("#speaker input");
      source.required = criterion.requires.includes("source");
    }
    const known = at < 0 ? [] : stateOf(at).known;
    find("#known").replaceChildren(...known.flatMap((cells, one) => (cells.length ? [element("div", [
      element("dt", questionOf(at, one)),
      element("dd", cells.map((cell) => form.criteria[one].answers[cell]).join(" / ")),
    ])] : [])));
    find("#known").parentElement.hidden = !find("#known").children.length;
    count();
  }

  /** Say how many answers there are, and offer them. */
  function count() {
    const lines = entries.map((entry) => line(form, entry)).join("");
    const link = find("#save");
    URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([lines], { type: "application/jsonl" }));
    link.download = form.file;
    link.parentElement.hidden = !entries.length;
    for (const more of document.querySelectorAll("#answers details")) more.hidden = !entries.length;
    find("textarea").value = lines;
    const kept = refused ? "This browser keeps nothing: save them before you leave the page." : "They are kept in this browser.";
    const open = entries.filter(({ cell }) => cell === null).length;
    const left = open ? `, ${open} left open` : "";
    find("#kept").textContent = entries.length ? `${entries.length - open} answered${left}. ${kept}` : "None so far.";
    find("#sources").replaceChildren(...new Set(entries.map((entry) => entry.source)).values().map((value) => element("option", [], { value })));
    find("#each").replaceChildren(...entries.map((entry, place) => {
      const button = element("button", "Take back", { type: "button" });
      button.addEventListener("click", () => takeBack(place));
      return element("li", [element("bdi", form.companies[entry.company].name), `: ${said(entry)} `, button]);
    }));
  }

  /** Write an answer with its question, source and day. */
  function said({ company, level: one, cell, day: seen, source: from }) {
    const question = questionOf(company, one);
    if (cell === null) return `${question} Left open.`;
    const origin = [seen, from].filter(Boolean).join(", ");
    return `${question} ${form.criteria[one].answers[cell]}${origin && ` (${origin})`}.`;
  }

  function takeBack(place) {
    const [{ company, level: taken }] = entries.splice(place, 1);
    saved = 0;
    keep();
    list(company);
    find("#told").textContent = `Taken back: ${questionOf(company, taken)}`;
    go(company);
  }

  /** Go to a company, with neither source nor day of the answer before, which would be taken for those of the next. */
  function go(company) {
    [source.value, day.value] = ["", today()];
    at = company;
    show();
    if (level !== null) asked.querySelector("input").focus();
  }

  function enter(cell, written, side) {
    const entry = { company: at, level, cell, written, day: day.value, side, source: source.value.trim() };
    entries.push(entry);
    keep();
    list(at);
    const { aside } = stateOf(at);
    const over = openOf(at).length ? "" : ` ${form.companies[at].name}: ${done(at)}.`;
    find("#told").textContent = `${cell === null ? "" : `Noted${aside ? `, but set aside (${form.reasons[aside]})` : ""}: `}${said(entry)}${over}`;
    go(nextFrom(at));
  }

  asked.addEventListener("submit", (event) => {
    event.preventDefault();
    const criterion = form.criteria[level];
    const { cell: chosen, number, na, side } = asked.elements;
    const text = chosen || na?.checked ? null : readNumber(criterion, number.value);
    const cell = chosen ? Number(chosen.value) : text === null ? criterion.na : cellOf(criterion, text);
    enter(cell, text ?? (criterion.written ? criterion.written[cell] : '"n/a"'), side?.value ?? "");
  });
  find("#skip").addEventListener("click", () => enter(null, "null", ""));
  find("#next").addEventListener("click", () => go(nextFrom(at + 1)));
  find("#back").addEventListener("click", () => takeBack(entries.length - 1));
  find("#save").addEventListener("click", () => { saved = entries.length; });
  rows.forEach((row, company) => {
    const button = element("button", [...row.querySelector("h3").childNodes], { type: "button" });
    button.addEventListener("click", () => {
      go(company);
      find("#ask").scrollIntoView();
    });
    row.querySelector("h3").append(button);
  });
  addEventListener("storage", ({ key }) => { // another tab with this form
    if (key !== form.key) return;
    restore();
    show();
  });
  addEventListener("beforeunload", (event) => {
    if (refused && saved < entries.length) event.preventDefault();
  });

  document.documentElement.classList.add("asking");
  for (const hidden of document.querySelectorAll(".scripted-only, #ask, #answers")) hidden.hidden = false;
  day.value = today();
  restore();
  at = nextFrom(0);
  show();
});
