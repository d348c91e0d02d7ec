"use strict";
(async () => {
  const $ = (id) => document.getElementById(id);
  const words = ["unmet", "refer", "review", "conditional", "met"];

  async function unpacked(id) {
    const bytes = Uint8Array.from(atob($(id).textContent), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  }

  const D = await unpacked("data");
  const count = D.ids.length;
  const starts = new Int32Array(count + 1);
  for (let a = 0; a < count; a++) starts[a + 1] = starts[a] + D.open[a];
  const verdict = (a) => Number(D.standings[D.pattern[a]][0]);
  const standing = (a, node) => Number(D.standings[D.pattern[a]][node]);
  const level = (a) => { const at = D.eligible[D.pattern[a]]; return at < 0 ? "" : D.levels[at]; };
  const facts = (a) => D.fact.slice(starts[a], starts[a + 1]);

  function made(name, say, className) {
    const each = document.createElement(name);
    if (say !== undefined) each.textContent = say;
    if (className) each.className = className;
    return each;
  }
  const chip = (at) => made("span", words[at], "s " + words[at]);

  function offer(select, pairs) {
    for (const [value, say] of pairs) { const each = made("option", say); each.value = value; select.append(each); }
  }
  const standings = [4, 3, 2, 1, 0].map((at) => [at, words[at]]);
  offer($("f-of"), D.nodes.slice(1, D.judged).map((say, at) => [at + 1, say]));
  offer($("f-is"), standings);
  offer($("f-level"), [["-1", "none"], ...D.levels.map((say, at) => [at, say])]);
  offer($("f-clause"), D.nodes.slice(D.judged).map((say, at) => [at + D.judged, say]));
  offer($("f-clause-is"), standings);
  offer($("f-open"), D.facts.map(([ask, who], at) => [at, `${ask} (${who})`]));

  // What is searched in: small letters, once for each distinct text.
  const reasons = D.reasons.map((each) => each.toLowerCase());
  const asks = D.facts.map(([ask]) => ask.toLowerCase());
  const ids = D.ids.map((each) => each.toLowerCase());
  const all = Int32Array.from({ length: count }, (_, at) => at);
  let shown = all;

  function found() {
    const query = $("q").value.trim().toLowerCase();
    const of = Number($("f-of").value), is = $("f-is").value, at = $("f-level").value;
    const clause = $("f-clause").value, clauseIs = $("f-clause-is").value, fact = $("f-open").value;
    const fits = D.standings.map((each, place) =>
      (is === "" || each[of] === is) && (at === "" || D.eligible[place] === Number(at)) &&
      (clause === "" || (clauseIs === "" ? each[clause] < 3 : each[clause] === clauseIs)));
    const said = query && reasons.map((each) => each.includes(query));
    const asked = query && asks.map((each) => each.includes(query));
    const some = query && asked.includes(true);
    const wanted = fact === "" ? -1 : Number(fact);
    const kept = all.filter((a) => {
      if (!fits[D.pattern[a]]) return false;
      if (wanted >= 0) { let has = false; for (let i = starts[a]; i < starts[a + 1]; i++) if (D.fact[i] === wanted) { has = true; break; } if (!has) return false; }
      if (!query || said[D.reason[a]] || ids[a].includes(query)) return true;
      if (some) for (let i = starts[a]; i < starts[a + 1]; i++) if (asked[D.fact[i]]) return true;
      return false;
    });
    const by = $("sort").value;
    const turn = { best: (x, y) => verdict(y) - verdict(x), worst: (x, y) => verdict(x) - verdict(y),
      few: (x, y) => D.open[x] - D.open[y], many: (x, y) => D.open[y] - D.open[x],
      id: (x, y) => (D.ids[x] < D.ids[y] ? -1 : D.ids[x] > D.ids[y] ? 1 : 0) }[by];
    return turn ? kept.sort((x, y) => turn(x, y) || x - y) : kept;
  }

  // The list: only the rows that are seen stand in the page.
  const grid = $("grid"), rows = $("rows");
  const here = new Map();
  let height = 100;
  function row(place) {
    const a = shown[place], open = facts(a);
    const each = made("div", undefined, "row");
    each.setAttribute("role", "row");
    each.setAttribute("aria-rowindex", place + 2);
    const button = made("button", D.ids[a]);
    button.type = "button";
    button.dataset.place = place;
    const why = made("div", D.reasons[D.reason[a]], "why");
    const asked = made("div", open.length ? `${open.length}: ${open.map((at) => D.facts[at][0]).join(" · ")}` : "", "why");
    for (const part of [[button, "id"], [chip(verdict(a)), "", " " + level(a)], [why], [asked]]) {
      const cell = made("div", undefined, part[1]);
      cell.setAttribute("role", "cell");
      cell.append(part[0], part[2] ?? "");
      each.append(cell);
    }
    each.style.transform = `translateY(${place * height}px)`;
    return each;
  }
  function draw() {
    const head = grid.querySelector(".head").offsetHeight;
    const first = Math.max(0, Math.floor((grid.scrollTop - head) / height) - 4);
    const last = Math.min(shown.length, Math.ceil((grid.scrollTop + grid.clientHeight) / height) + 4);
    for (const [place, each] of here) {
      if ((place < first || place >= last) && !each.contains(document.activeElement)) { each.remove(); here.delete(place); }
    }
    for (let place = first; place < last; place++) {
      if (here.has(place)) continue;
      const each = row(place);
      here.set(place, each);
      const next = [...here.keys()].filter((other) => other > place).sort((x, y) => x - y)[0];
      rows.insertBefore(each, next === undefined ? null : here.get(next));
    }
  }
  function fresh() {
    rows.replaceChildren();
    here.clear();
    const some = made("div", "", "row");
    rows.append(some);
    height = some.offsetHeight || 100;
    some.remove();
    rows.style.height = `${shown.length * height}px`;
    grid.setAttribute("aria-rowcount", shown.length + 1);
    $("said").textContent = shown.length === count ? `${count} applicants` : `${shown.length} of ${count} applicants`;
    draw();
  }
  let waiting = 0;
  function look() { shown = found(); grid.scrollTop = 0; fresh(); }
  const later = () => { clearTimeout(waiting); waiting = setTimeout(look, 80); };
  function to(place) {
    place = Math.max(0, Math.min(shown.length - 1, place));
    const head = grid.querySelector(".head").offsetHeight, top = place * height;
    if (top < grid.scrollTop) grid.scrollTop = top;
    else if (top + height + head > grid.scrollTop + grid.clientHeight) grid.scrollTop = top + height + head - grid.clientHeight;
    draw();
    here.get(place)?.querySelector("button").focus({ preventScroll: true });
  }
  grid.addEventListener("scroll", () => requestAnimationFrame(draw), { passive: true });
  grid.addEventListener("keydown", (event) => {
    const from = Number(event.target.dataset?.place ?? -1), page = Math.max(1, Math.floor(grid.clientHeight / height) - 1);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count }[event.key];
    if (step === undefined || !shown.length) return;
    event.preventDefault();
    to(from < 0 ? (event.key === "End" ? count : 0) : from + step);
  });
  rows.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) open(Number(button.dataset.place));
  });
  new ResizeObserver(() => { const top = grid.scrollTop / height; fresh(); grid.scrollTop = top * height; }).observe(document.body);

  // The drawer of one applicant: made with the page, or from what the list knows.
  async function body(a) {
    const part = made("div");
    if (D.drawers) {
      const chunk = await unpacked(`drawers-${Math.floor(a / D.drawers)}`);
      const sheet = document.createElement("template");
      sheet.innerHTML = chunk[a % D.drawers];
      part.append(sheet.content);
      return part;
    }
    const says = made("p", undefined, "verdict");
    says.append(chip(verdict(a)), ` ${level(a)}`);
    part.append(says, made("p", D.reasons[D.reason[a]]));
    if (D.open[a]) {
      const list = made("ul");
      for (const at of facts(a)) list.append(made("li", `${D.facts[at][0]} (${D.facts[at][1]} can say)`));
      part.append(made("h3", "What is open"), list);
    }
    const clauses = made("ul", undefined, "tree");
    D.nodes.forEach((say, node) => {
      if (node === 0) return;
      const each = made("li");
      each.append(chip(standing(a, node)), ` ${say}`);
      clauses.append(each);
    });
    const how = made("p", "Figures, evidence and the work history of one applicant are written by ");
    how.append(made("code", D.command.replace("\u0000", quoted(D.ids[a]))));
    part.append(made("h3", "Clauses"), clauses, how);
    return part;
  }
  const quoted = (text) => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const drawer = $("drawer");
  let at = 0;
  async function open(place) {
    if (place < 0 || place >= shown.length) return;
    at = place;
    const a = shown[place];
    $("drawer-title").textContent = D.ids[a];
    $("link").href = "#applicant=" + encodeURIComponent(D.ids[a]);
    $("before").disabled = place === 0;
    $("after").disabled = place === shown.length - 1;
    $("drawer-body").replaceChildren(await body(a));
    $("drawer-body").scrollTop = 0;
    if (!drawer.open) drawer.showModal();
    $("drawer-title").focus();
  }
  $("before").addEventListener("click", () => open(at - 1));
  $("after").addEventListener("click", () => open(at + 1));
  $("close").addEventListener("click", () => drawer.close());
  drawer.addEventListener("click", (event) => { if (event.target === drawer) drawer.close(); });
  drawer.addEventListener("close", () => to(at));
  function linked() {
    if (!location.hash.startsWith("#applicant=")) return;
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(11)); } catch { return; }
    const a = D.ids.indexOf(id);
    if (a < 0) return;
    if (!shown.includes(a)) { $("filters").reset(); shown = all; fresh(); }
    open(shown.indexOf(a));
  }
  addEventListener("hashchange", linked);

  // Print: one applicant to a page.
  const MOST = 500;
  $("print").addEventListener("click", async () => {
    const sheets = [];
    for (const a of shown.subarray(0, MOST)) {
      const sheet = made("section", undefined, "sheet");
      sheet.append(made("h1", D.ids[a]), made("p", `${document.title}`), await body(a));
      sheets.push(sheet);
    }
    $("sheets").replaceChildren(...sheets);
    document.body.classList.add("printing");
    if (shown.length > MOST) $("said").textContent = `The first ${MOST} of ${shown.length} are printed; filter for others.`;
    print();
    document.body.classList.remove("printing");
    $("sheets").replaceChildren();
  });

  rows.classList.add("live");
  $("filters").hidden = false;
  $("filters").addEventListener("input", later);
  $("filters").addEventListener("reset", () => setTimeout(look));
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  fresh();
  linked();
  document.documentElement.dataset.ready = "yes";
})();
