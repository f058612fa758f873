"use strict";
// An interview as `relabel.core.classification` holds it, over what `data.py` gives. What is known is a list of cells
// for each level of the diagram: those in which the answer may lie, and none where nothing is known.

/** Give the cells in which the answer at a level may lie. */
function cellsAt(form, known, level) {
  return known[level].length ? known[level] : form.criteria[level].answers.map((_, cell) => cell);
}

/** Give the labels possible as leaves of the diagram, the highest first. */
function possible(form, known) {
  const reached = new Set([form.root]);
  for (const node of reached) { // what is added on the way is visited as well
    const children = form.children[node];
    if (children.length) for (const cell of cellsAt(form, known, form.levels[node])) reached.add(children[cell]);
  }
  return form.highestFirst.filter((leaf) => reached.has(leaf));
}

/** Give label, standing and labels possible; the label is null where it is open. */
function outcome(form, known) {
  const found = possible(form, known);
  if (found.length === 1) return { label: found[0], standing: "settled", possible: found };
  const granted = possible(form, known.map((cells, level) => (cells.length ? cells : form.criteria[level].presumed)));
  if (granted.length === 1) return { label: granted[0], standing: "presumed", possible: found };
  return { label: null, standing: "open", possible: found };
}

/** Cut the diagram down to the cells possible, reduce it, and give by level what an answer there is expected to tell.
 * That is the fall in Gini impurity times the square of the number of completions, as a fraction: exact, as the order
 * of questions hangs on it. Of a claim only matters whether it is this label or another one. */
function gains(form, known, claim) {
  const cells = form.criteria.map((_, level) => cellsAt(form, known, level));
  const totals = [1n]; // by level, how many completions there are from there downwards
  for (const { length } of cells.toReversed()) totals.unshift(totals[0] * BigInt(length));
  const skipped = (level, child) => totals[level + 1] / totals[child.level];
  const sum = (vectors) => vectors.reduce((one, other) => one.map((count, leaf) => count + other[leaf]));
  const times = (vector, factor) => vector.map((count) => count * factor);

  const leaves = form.leaves.map((_, leaf) => ({
    id: leaf, level: cells.length, children: [], below: form.leaves.map((_, other) => BigInt(other === leaf)),
  }));
  const others = leaves.filter((leaf) => claim !== null && leaf.id !== claim);
  const byNode = new Map(leaves.map((leaf) => [leaf.id, others.includes(leaf) ? others[0] : leaf]));
  const byContent = new Map();
  const reduced = (node) => {
    if (byNode.has(node)) return byNode.get(node);
    const level = form.levels[node];
    const children = cells[level].map((cell) => reduced(form.children[node][cell]));
    let found = children[0];
    if (children.some((child) => child !== found)) {
      const content = [level, ...children.map((child) => child.id)].join();
      const below = sum(children.map((child) => times(child.below, skipped(level, child)))); // completions by leaf
      if (!byContent.has(content)) byContent.set(content, { id: leaves.length + byContent.size, level, children, below });
      found = byContent.get(content);
    }
    byNode.set(node, found);
    return found;
  };

  const root = reduced(form.root);
  const reached = new Set([root]);
  for (const node of reached) node.children.forEach((child) => reached.add(child));
  const above = new Map([[root, 1n]]); // by node, how many ways lead there
  const byLevel = new Map();
  for (const node of [...reached].sort((one, other) => one.level - other.level)) {
    for (const child of node.children) {
      above.set(child, (above.get(child) ?? 0n) + above.get(node) * skipped(node.level, child));
    }
    if (node.children.length) byLevel.set(node.level, [...(byLevel.get(node.level) ?? []), node]);
  }
  const squares = (vector) => vector.reduce((total, count) => total + count * count, 0n);
  return new Map([...byLevel].map(([level, nodes]) => {
    const size = BigInt(cells[level].length);
    const elsewhere = sum([root.below, ...nodes.map((node) => times(node.below, -above.get(node)))]);
    const after = cells[level].map((_, place) => squares(sum([elsewhere, ...nodes.map((node) => {
      const child = node.children[place];
      return times(child.below, size * above.get(node) * skipped(level, child));
    })])));
    return [level, { over: after.reduce((one, other) => one + other) - size * squares(root.below), under: size }];
  }));
}

/** Give the level to ask for before one, or itself; null where it makes no sense. */
function turn(form, known, level) {
  const { premise } = form.criteria[level];
  if (!premise) return level;
  const cells = cellsAt(form, known, premise.on);
  const holding = cells.filter((cell) => premise.cells.includes(cell)).length;
  return holding === cells.length ? level : holding ? turn(form, known, premise.on) : null;
}

/** Give the levels that are worth asking for: the decisive first, then by gain, then in order. */
function questions(form, known, claim) {
  const told = (then) => {
    const { label, standing, possible: found } = outcome(form, then);
    return String(claim === null ? [label, standing, found] : [found.includes(claim), found.length === 1]);
  };
  const now = told(known);
  const found = gains(form, known, claim);
  const levels = new Set([...found.keys()].map((level) => turn(form, known, level)).filter((level) => level !== null));
  const listed = [...levels].sort((one, other) => one - other).map((level) => ({
    level,
    decisive: cellsAt(form, known, level).some((cell) => told(known.with(level, [cell])) !== now),
    ...(found.get(level) ?? { over: 0n, under: 1n }),
  }));
  const more = (one, other) => {
    const difference = other.over * one.under - one.over * other.under;
    return difference < 0n ? -1 : Number(difference > 0n);
  };
  return listed.sort((one, other) => other.decisive - one.decisive || more(one, other)).map(({ level }) => level);
}

/** Say why an answer counts nothing; null if it counts. */
function setAside(criterion, { day, side, source }, now) {
  if (now !== null && day > now) return "future";
  if (criterion.freshFrom && !day) return "undated";
  if (criterion.freshFrom && day < criterion.freshFrom) return "stale";
  if (criterion.requires.includes("source") && !source.trim()) return "unsourced";
  if (criterion.requires.includes("attested_by") && !side) return "unattested";
  if (criterion.hearsay && side !== criterion.about && (side || criterion.ownWord)) return side ? "hearsay" : "notOwnWord";
  return null;
}

/** Give what is known of a company after further answers, the levels asked, and why the last answer counts nothing. */
function after(form, company, entries, now) {
  const known = form.criteria.map((_, level) => company.known[level] ?? []);
  const latest = form.criteria.map((_, level) => company.latest[level] ?? ""); // the day of what counts
  const asked = new Set(company.asked);
  let aside = null;
  for (const { level, cell, ...origin } of entries) {
    const criterion = form.criteria[level];
    const before = known[level];
    const { day } = origin;
    asked.add(level);
    aside = cell === null ? null : setAside(criterion, origin, now);
    if (cell === null || aside) continue;
    const alone = criterion.yesWins ? cell === criterion.yes : criterion.latest && day > latest[level];
    const outdone = criterion.yesWins ? before[0] === criterion.yes : criterion.latest && day < latest[level];
    if (alone || !before.length) known[level] = [cell];
    else if (!outdone) known[level] = [...new Set([...before, cell])].sort((one, other) => one - other);
    if (day > latest[level]) latest[level] = day;
  }
  return { known, latest, asked, aside };
}

/** Give the levels to ask for now, in order: not what was asked, nor what is contested whatever is answered. */
function toAsk(form, company, { known, latest, asked }, now) {
  const closed = (level) => known[level].length > 1
    && (!form.criteria[level].latest || (latest[level] && latest[level] >= (now ?? "9999-12-31")));
  return questions(form, known, company.claim).filter((level) => !asked.has(level) && !closed(level));
}

/** Compare two numbers that are written with a decimal point, exactly: below 0, 0 or above 0. */
function compare(one, other) {
  const places = Math.max(...[one, other].map((text) => (text.split(".")[1] ?? "").length));
  const [first, second] = [one, other].map((text) => {
    const [whole, part = ""] = text.split(".");
    return BigInt(whole + part.padEnd(places, "0"));
  });
  return first < second ? -1 : Number(first > second);
}

/** Give the cell in which a number lies. */
function cellOf(criterion, number) {
  return criterion.cuts.filter(([cut, above]) => compare(number, cut) >= above).length;
}

/** Read a number as JSON writes it; null where it is none, could be read in two ways, or lies outside the bounds. */
function readNumber({ low, high, whole }, text) {
  const found = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text.trim());
  if (!found || /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text.trim())) return null;
  const [, sign, digits, part] = found;
  const number = `${sign === "-" ? "-" : ""}${digits}${part ? `.${part}` : ""}`;
  const within = (low === null || compare(number, low) >= 0) && (high === null || compare(number, high) <= 0);
  return within && !(whole && part) ? number : null;
}

/** Write an answer, or that nobody could give one, as `AnswerLog` does. */
function line(form, { company, level, cell, written, day, side, source }) {
  const { id, buyer, seller } = form.companies[company];
  const origin = cell === null ? {} : { observed_on: day, attested_by: side, source };
  const said = Object.entries({ id, buyer, seller, criterion: form.criteria[level].name, ...origin });
  const texts = said.filter(([, text]) => text).map((pair) => pair.map((text) => JSON.stringify(text)).join(": "));
  return `{${texts.join(", ")}, "answer": ${written}}\n`;
}
