// The page: the stepper, the inputs, the hidden gradients and the two languages.

const element = (id) => document.getElementById(id);

const made = (tag, attributes = {}, ...children) => {
  const found = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => found.setAttribute(name, value));
  found.append(...children);
  return found;
};

const state = { language: lesson.language, at: 0, quiz: false, given: {}, result: null, steps: [], answers: {} };

const word = (name, values = {}) =>
  words[state.language][name].replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);

// --- numbers as text

const oneLine = (list, shape) => (list.length > MOST_ELEMENTS
  ? word("array", { shape: shape.join("x") })
  : onOneLine(list, shape, lesson.digits));

const valueText = (node) => {
  if (state.result.needs[node.id].every((need) => !need) && node.kind === "operation") return word("not_evaluated");
  return oneLine(state.result.values[node.id], node.shape);
};

const gradientText = (node) => {
  const gradient = state.result.upstream[node.id];
  return gradient ? oneLine(gradient, node.shape) : word("no_gradient");
};

const localShape = (edge) => {
  const node = lesson.nodes[edge.node];
  return edge.formula === undefined && edge.shape ? edge.shape : lesson.nodes[edge.operand].shape.length && !node.shape.length ? lesson.nodes[edge.operand].shape : node.shape;
};

const factor = (list, shape) => (shape.length ? oneLine(list, shape) : inProduct(oneLine(list, shape)));

// An operation with the numbers of its operands put in.
const withNumbers = (node) => node.formula.map((piece, place, all) => {
  if (typeof piece === "string") return piece;
  const text = oneLine(state.result.values[piece], lesson.nodes[piece].shape);
  const [before, after] = [all[place - 1] ?? "", all[place + 1] ?? ""];
  const bare = /(^|[([]|, )$/.test(before) && !/^[\^.[]/.test(after);
  return bare || lesson.nodes[piece].shape.length ? text : inProduct(text);
}).join("");

// --- the card of a step

const equation = (left, ...rest) => {
  const row = made("p", { class: "equation" }, made("span", {}, left));
  rest.filter(([text]) => text !== "").forEach(([text, kind]) => row.append(" = ", made("span", { class: kind ?? "" }, text)));
  return row;
};

const line = (label, ...content) => made("div", { class: "line" }, made("span", { class: "label" }, label), ...content);

const cards = {
  given: (step) => [
    made("h3", {}, word("given_title")),
    ...step.nodes.map((node) => equation(node.label, [valueText(node), "value"])),
  ],
  forward: ({ node }) => {
    const value = valueText(node);
    const bare = node.formula.length === 1 || value === word("not_evaluated") || withNumbers(node) === value;
    return [
      made("h3", {}, word("forward_title", { node: node.label })),
      equation(node.label, [node.operation], [bare ? "" : withNumbers(node)], [value, "value"]),
    ];
  },
  seed: ({ node }) => [
    made("h3", {}, word("seed_title", { node: node.label })),
    made("p", {}, word("seed", { node: node.label })),
    equation(node.gradient, [gradientText(node), "gradient"]),
  ],
  sum: ({ node, edges }) => [
    made("h3", {}, word("sum_title", { node: node.label, count: edges.length })),
    made("p", {}, word("sum", { node: node.label })),
    equation(node.gradient, [edges.map((edge, i) => (i ? factor : oneLine)(state.result.contributions[edge.id], node.shape)).join(" + "), "gradient"], [gradientText(node), "gradient"]),
  ],
  edge: ({ edge, alone }) => {
    const [node, operand] = [lesson.nodes[edge.node], lesson.nodes[edge.operand]];
    const count = addends(state.result, lesson.sequence.map((id) => lesson.edges[id]), operand.id).length;
    return [
      made("h3", {}, word("edge_title", { node: node.label, operand: operand.label })),
      ...edgeLines(edge, node, operand),
      alone
        ? line(word("upstream_of", { node: operand.label }), equation(operand.gradient, [gradientText(operand), "gradient"]))
        : made("p", {}, word("waits", { node: operand.label, count })),
      ...notes(node),
    ];
  },
};

const edgeLines = (edge, node, operand) => {
  const local = state.result.local[edge.id];
  const contribution = state.result.contributions[edge.id];
  const last = contribution ? [oneLine(contribution, operand.shape), "gradient"] : [word("no_gradient"), "gradient"];
  if (!local) return [line(word("contribution"), edge.formula ? equation(edge.formula, last) : equation(edge.derivative, last))];
  const shape = localShape(edge);
  const number = oneLine(local, shape);
  const rule = ruleOf(edge) ?? "";
  const repeats = rule === number || rule.startsWith(`${number} (`);
  const upstream = state.result.upstream[node.id];
  const axes = edge.summed ?? [];
  const sum = axes.length === 0 ? "" : axes.length === Math.max(node.shape.length, shape.length) ? word("sum_of") : word("sum_over", { axes: axes.join(", ") });
  const product = upstream ? `${sum}${oneLine(upstream, node.shape)} × ${factor(local, shape)}` : "";
  return [
    line(word("local"), equation(edge.derivative, [repeats ? "" : rule], [repeats ? rule : number, "local"])),
    line(word(node.shape.length && shape.length ? "by_elements" : "product"), equation(product, last)),
  ];
};

// Of a rule with cases the one in force.
const ruleOf = (edge) => {
  if (edge.rules.length < 2 || !rules) return edge.rules.at(-1);
  const node = lesson.nodes[edge.node];
  if (node.shape.length) return edge.rule;
  const args = node.operands.map((operand) => state.result.values[operand][0]);
  const place = rules[node.id].cases[edge.position].findIndex((holds) => holds(...args, state.result.values[node.id][0]));
  return edge.rules[place];
};

const notes = (node) => (state.result.kinks[node.id] ?? []).map((place) =>
  made("p", { class: "note" }, word("note", { text: node.kinks[place][state.language] })));

// --- the picture

const marks = (kind, id) => {
  const of = kind === "value" || kind === "upstream" ? "node" : "edge";
  return [...element("picture").querySelectorAll(`text.${kind}[data-${of}="${id}"]`)];
};

const room = new Map();

// Every text keeps the room that it was given, also when its number grows longer.
const write = (text, rows) => {
  if (!room.has(text)) room.set(text, Math.max(24, text.getBBox().width));
  const spans = [...text.querySelectorAll("tspan")];
  const shown = rows.map((row) => row.replaceAll("-", "−").replaceAll(" ", "\u00a0"));
  text.removeAttribute("textLength");
  if (spans.length) spans.forEach((span, i) => { span.textContent = shown[i] ?? ""; });
  else text.textContent = shown[0];
  const wide = text.getBBox().width;
  if (wide > room.get(text) + 12) {
    text.setAttribute("textLength", room.get(text) + 12);
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  }
};

// A vector over a few lines, a matrix row by row; what needs more lines is named by its shape.
const pictureRows = (list, shape, most) => {
  const whole = word("array", { shape: shape.join("x") });
  if (!list || list.length > MOST_ELEMENTS) return [list ? whole : "–"];
  const rows = shape.length === 1 ? wrapped(onOneLine(list, shape, lesson.digits)) : lines(list, shape, lesson.digits);
  return rows.length > most ? [whole] : rows;
};

const wrapped = (text) => text.split(" ").reduce((rows, part) => {
  const longer = `${rows.at(-1)} ${part}`;
  return longer.length > 26 ? [...rows, ` ${part}`] : [...rows.slice(0, -1), longer.trimStart()];
}, [""]).map((row, i) => (i ? ` ${row.trimStart()}` : row));

const fillIn = (kind, id, list, shape, lead = "") => marks(kind, id).forEach((text) => {
  const most = Math.max(1, text.querySelectorAll("tspan").length);
  const rows = pictureRows(list, shape, most);
  write(text, rows.map((row, i) => (i ? " ".repeat(lead.length) : lead) + row));
});

const fillPicture = () => {
  if (state.result.fault) {
    inputNodes.forEach((node) => fillIn("value", node.id, state.result.values[node.id], node.shape));
    return;
  }
  lesson.nodes.forEach((node) => {
    fillIn("value", node.id, state.result.needs[node.id].some(Boolean) ? state.result.values[node.id] : null, node.shape);
    fillIn("upstream", node.id, state.result.upstream[node.id], node.shape);
  });
  lesson.edges.forEach((edge) => {
    if (state.result.local[edge.id]) fillIn("local", edge.id, state.result.local[edge.id], localShape(edge), "× ");
    fillIn("contribution", edge.id, state.result.contributions[edge.id], lesson.nodes[edge.operand].shape);
  });
};

const done = () => {
  if (state.result.fault) return new Set(lesson.nodes.filter((node) => node.kind !== "operation").map((node) => `value ${node.id}`));
  if (!state.quiz) return new Set(state.steps.slice(0, state.at).flatMap(writtenBy));
  const open = state.steps.flatMap(writtenBy).filter((mark) => /^(value|local)/.test(mark));
  return new Set([...open, `upstream ${lesson.output}`, ...questions().filter((node) => state.answers[node.id] === true).map((node) => `upstream ${node.id}`)]);
};

const lightPicture = () => {
  const written = done();
  element("picture").querySelectorAll("text.value, text.upstream, text.local, text.contribution").forEach((text) => {
    const mark = `${text.classList[0]} ${text.dataset.node ?? text.dataset.edge}`;
    if (text.dataset.node || text.dataset.edge) text.classList.toggle("later", !written.has(mark));
  });
  const step = state.quiz || state.result.fault ? undefined : state.steps[state.at - 1];
  const nodes = !step ? [] : step.kind === "edge" ? [step.edge.node, step.edge.operand] : (step.nodes ?? [step.node]).map((node) => node.id);
  const edges = !step ? [] : step.kind === "edge" ? [step.edge.id] : step.kind === "sum" ? step.edges.map((edge) => edge.id) : step.kind === "forward" ? step.node.edges : [];
  element("picture").querySelectorAll("g.node").forEach((group) => {
    const place = nodes.indexOf(Number(group.dataset.node));
    group.classList.toggle("now", step?.kind === "edge" ? place === 1 : place >= 0);
    group.classList.toggle("from", step?.kind === "edge" && place === 0);
  });
  element("picture").querySelectorAll("g.edge").forEach((group) => {
    const lit = edges.includes(Number(group.dataset.edge));
    group.classList.toggle("now", lit);
    // Above the other lines, below the boxes.
    if (lit) group.parentNode.insertBefore(group, group.parentNode.querySelector(":scope > circle, :scope > g.node"));
  });
  const current = element("picture").querySelector("g.node.now");
  if (current) bringIntoView(current);
};

// Only the picture moves, never the page.
const bringIntoView = (group) => {
  const [outer, inner] = [element("picture").getBoundingClientRect(), group.getBoundingClientRect()];
  const left = inner.left + inner.width / 2 - outer.left - outer.width / 2;
  const top = inner.top + inner.height / 2 - outer.top - outer.height / 2;
  element("picture").scrollBy(left, top);
};

// As large as the room allows, but never so small that it cannot be read: then it scrolls.
const MOST = 2.6;

const least = () => (window.innerWidth < 832 ? 0.85 : 0.7);

const fitPicture = () => {
  const svg = element("picture").querySelector("svg");
  if (!svg) return;
  const { width, height } = svg.viewBox.baseVal;
  element("main").classList.toggle("wide", width > 2 * height);
  const high = window.innerHeight * (width > 2 * height ? 0.44 : 0.72);
  const scale = Math.min((element("picture").clientWidth - 10) / width, high / height, MOST);
  svg.setAttribute("width", width * Math.max(least(), scale));
  svg.removeAttribute("height");
};

// --- the table of all numbers

const fillTable = () => {
  const written = done();
  const cell = (known, text, kind) => made("td", { class: known ? kind : "waiting" }, known ? text : word("later"));
  element("rows").replaceChildren(...lesson.shown.map((id) => {
    const node = lesson.nodes[id];
    const operation = node.kind === "operation" ? node.operation : word(node.kind);
    const has = node.depends && state.steps.some((step) => writtenBy(step).includes(`upstream ${id}`));
    return made("tr", {}, made("th", { scope: "row" }, node.label), made("td", {}, operation),
      cell(written.has(`value ${id}`), state.result.fault ? inputText(node) : valueText(node), "value"),
      has || state.result.fault ? cell(written.has(`upstream ${id}`), state.result.fault ? "" : gradientText(node), "gradient") : made("td", {}, "–"));
  }));
};

const inputText = (node) => oneLine(state.result.values[node.id], node.shape);

// --- the inputs

const inputNodes = lesson.nodes.filter((node) => node.kind === "input");

const makeFields = () => {
  element("fields").replaceChildren(...inputNodes.map((node) => {
    const field = made("input", { id: `input-${node.id}`, type: "text", spellcheck: "false", autocapitalize: "off", "aria-describedby": `problem-${node.id}` });
    field.value = inFull(node.value, node.shape);
    field.size = Math.min(40, Math.max(6, field.value.length + 1));
    field.readOnly = rules === null;
    field.addEventListener("change", () => change(node, field));
    const problem = made("span", { id: `problem-${node.id}`, class: "problem", role: "alert" });
    return made("div", { class: "field" }, made("label", { for: field.id }, made("code", {}, node.label), " ="), field, problem);
  }));
};

const change = (node, field) => {
  const typed = read(field.value);
  const fits = typed !== null && String(typed.shape) === String(node.shape);
  field.setAttribute("aria-invalid", String(!fits));
  element(`problem-${node.id}`).textContent = fits ? "" : node.shape.length
    ? word("unreadable_list", { example: inFull(node.value, node.shape) })
    : word("unreadable");
  if (!fits) return;
  state.given[node.id] = typed.list;
  compute();
};

const reset = () => {
  state.given = {};
  makeFields();
  compute();
};

// --- the hidden gradients

const questions = () => {
  const asked = new Set(state.steps.filter((step) => step.kind === "sum" || (step.kind === "edge" && step.alone)).map((step) => (step.edge ? step.edge.operand : step.node.id)));
  return [...asked].map((id) => lesson.nodes[id]).filter((node) => state.result.upstream[node.id] && state.result.upstream[node.id].map(number).every(Number.isFinite));
};

const makeQuestions = () => {
  state.answers = {};
  element("answers").replaceChildren(...questions().map((node) => {
    const field = made("input", { id: `answer-${node.id}`, type: "text", spellcheck: "false", autocapitalize: "off", "aria-label": word("quiz_field", { gradient: node.gradient }), "aria-describedby": `verdict-${node.id}` });
    field.addEventListener("change", () => answer(node, field));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      answer(node, field);
      const open = [...element("answers").querySelectorAll("input:not([readonly])")];
      if (state.answers[node.id] === true && open.length) open[0].focus();
    });
    return made("li", {}, made("label", { for: field.id }, node.gradient, " ="), field, made("span", { id: `verdict-${node.id}`, class: "verdict", role: "status" }));
  }));
  score();
};

const answer = (node, field) => {
  if (field.value.trim() === "" || field.readOnly) return;
  const typed = read(field.value);
  const truth = state.result.upstream[node.id];
  const fits = typed !== null && String(typed.shape) === String(node.shape);
  const right = fits && typed.list.every((value, i) => accepts(value, typed.texts[i], number(truth[i]), lesson.rational));
  state.answers[node.id] = right;
  const verdict = element(`verdict-${node.id}`);
  verdict.className = `verdict ${right ? "right" : fits ? "wrong" : "unread"}`;
  verdict.textContent = right ? `✓ ${word("right")}` : fits ? `✗ ${word("wrong", { hint: hintFor(node) })}` : misread(typed, node);
  field.setAttribute("aria-invalid", String(!right));
  field.readOnly = right;
  if (!right) field.select();
  score();
  lightPicture();
  fillTable();
};

const misread = (typed, node) => {
  if (typed === null) return word("unreadable");
  return node.shape.length ? word("shape", { shape: node.shape.join("x") }) : word("number_asked");
};

const hintFor = (node) => {
  const edges = addends(state.result, lesson.sequence.map((id) => lesson.edges[id]), node.id).map((edge) => edge.derivative);
  return word(edges.length > 1 ? "hint_sum" : "hint", { edges: edges.join(", ") });
};

const score = () => {
  const right = questions().filter((node) => state.answers[node.id] === true).length;
  element("score").textContent = word("score", { right, all: questions().length });
};

const toggleQuiz = () => {
  state.quiz = !state.quiz;
  if (state.quiz) makeQuestions();
  show();
  if (state.quiz) element("answers").querySelector("input")?.focus();
};

// --- everything together

const decodedLists = (lists) => lists.map((list) => list?.map(decoded) ?? null);

const worked = {
  values: decodedLists(lesson.worked.values),
  upstream: decodedLists(lesson.worked.upstream),
  local: decodedLists(lesson.worked.local),
  contributions: decodedLists(lesson.worked.contributions),
};

const asWorked = () => ({
  ...worked,
  needs: worked.values.map((value, id) => new Array(lesson.nodes[id].size).fill(value !== null)),
  kinks: lesson.nodes.map(() => []),
});

const near = (one, other) => one === other || (Number.isNaN(one) && Number.isNaN(other)) || Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));

const alike = (lists, others) => others.every((list, i) => list === null || (lists[i] != null && list.every((value, k) => near(lists[i][k], value))));

// The page trusts its own arithmetic only if it gives the numbers of gradcli at the start.
const agrees = (result) => !result.fault && Object.keys(worked).slice(0, lesson.seed ? 4 : 1).every((kind) => alike(result[kind], worked[kind]));

const compute = () => {
  state.result = rules ? calculate(lesson, rules, state.given) : asWorked();
  if (state.result.fault) {
    state.steps = [];
  } else {
    state.steps = stepsOf(lesson, state.result);
    state.at = Math.min(state.at, state.steps.length);
  }
  fillPicture();
  if (state.quiz) makeQuestions();
  show();
};

const faultText = ({ node, kind }) => {
  const { operation, operands, domain } = lesson.nodes[node];
  const values = [...new Set(operands)].filter((id) => lesson.nodes[id].depends)
    .map((id) => `${lesson.nodes[id].label} = ${oneLine(state.result.values[id], lesson.nodes[id].shape)}`).join(", ");
  return `${word(`fault_${kind}`, { operation, values, domain })} ${word("repair")}`;
};

const go = (place) => {
  state.at = Math.max(0, Math.min(state.steps.length, place));
  show();
};

const show = () => {
  const { fault } = state.result;
  element("alert").hidden = !fault;
  element("alert").textContent = fault ? faultText(fault) : "";
  element("stepper").hidden = state.quiz || Boolean(fault);
  element("questions").hidden = !state.quiz || Boolean(fault);
  element("quiz").setAttribute("aria-pressed", String(state.quiz));
  const step = state.steps[state.at - 1];
  element("card").replaceChildren(...(step ? cards[step.kind](step) : [
    made("h3", {}, word("start_title")),
    made("p", {}, word("start", { output: lesson.nodes[lesson.output].label })),
  ]));
  element("progress").textContent = word("progress", { at: state.at, all: state.steps.length });
  ["first", "back"].forEach((id) => element(id).setAttribute("aria-disabled", String(state.at === 0)));
  ["next", "last"].forEach((id) => element(id).setAttribute("aria-disabled", String(state.at === state.steps.length)));
  lightPicture();
  fillTable();
};

const speak = (language) => {
  state.language = language;
  document.documentElement.lang = { en: "en", zh: "zh-CN" }[language];
  document.querySelectorAll("[data-word]").forEach((found) => { found.textContent = word(found.dataset.word); });
  document.querySelectorAll("[data-label]").forEach((found) => {
    found.setAttribute("aria-label", word(found.dataset.label));
    found.title = word(found.dataset.label);
  });
  const output = lesson.nodes[lesson.output].label;
  element("picture").setAttribute("aria-label", word("picture"));
  element("quiz").textContent = word("quiz");
  element("quiz-how").textContent = word("quiz_how", { output });
  element("switch").textContent = word("switch");
  element("switch").lang = language === "en" ? "zh-CN" : "en";
  element("inputs-how").textContent = rules ? word("inputs_how") : word(lesson.fixed.word, lesson.fixed);
  document.title = lesson.titles[language];
  document.querySelector("h1").textContent = lesson.titles[language];
  if (state.result) fillPicture();
};

const keys = {
  ArrowRight: () => state.at + 1,
  ArrowLeft: () => state.at - 1,
  PageDown: () => state.at + 1,
  PageUp: () => state.at - 1,
  Home: () => 0,
  End: () => state.steps.length,
};

const start = () => {
  document.querySelectorAll("#picture title, #picture desc").forEach((found) => found.remove());
  element("picture").querySelector("svg")?.setAttribute("aria-hidden", "true");
  ["#work", "#given", "#numbers", ".switches"].forEach((place) => { document.querySelector(place).hidden = false; });
  Object.entries({ first: () => 0, back: () => state.at - 1, next: () => state.at + 1, last: () => state.steps.length })
    .forEach(([id, place]) => element(id).addEventListener("click", () => go(place())));
  element("quiz").addEventListener("click", toggleQuiz);
  element("quiz").hidden = lesson.seed === null;
  element("reset").addEventListener("click", reset);
  element("reset").hidden = !rules;
  element("given").hidden = inputNodes.length === 0;
  element("inputs").addEventListener("submit", (event) => event.preventDefault());
  element("switch").addEventListener("click", () => {
    speak(state.language === "en" ? "zh" : "en");
    if (state.quiz) element("answers").querySelectorAll("input").forEach((field) => { answer(lesson.nodes[field.id.split("-")[1]], field); });
    show();
  });
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (!plain || !(event.key in keys) || state.quiz || state.result.fault || event.target.matches("input")) return;
    event.preventDefault();
    go(keys[event.key]());
  });
  window.addEventListener("resize", fitPicture);
  fitPicture();
  speak(state.language);
  makeFields();
  compute();
};

decode(lesson);
if (rules && !agrees(calculate(lesson, rules, {}))) {
  rules = null;
  lesson.fixed = { word: "fixed", operation: lesson.nodes[lesson.output].operation };
}
start();
