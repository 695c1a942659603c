// The picture: its numbers, what is lit, and its size.

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
  // Fewer lines than before stand next to the line of the graph.
  const above = /^(value|local)/.test(text.classList[0]) ? Math.max(0, spans.length - shown.length) : 0;
  if (spans.length) spans.forEach((span, i) => { span.textContent = shown[i - above] ?? ""; });
  else text.textContent = shown[0];
  const wide = text.getBBox().width;
  if (wide > room.get(text) + 12) {
    text.setAttribute("textLength", room.get(text) + 12);
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  }
};

// A vector over a few lines, a matrix row by row. Where there is no room for all its rows the middle
// is left out, or the array is named by its shape.
const pictureRows = (list, shape, most) => {
  const whole = word("array", { shape: shape.join("x") });
  if (!list || list.length > MOST_ELEMENTS) return [list ? whole : "–"];
  const vector = shape.length === 1;
  const rows = vector ? wrapped(onOneLine(list, shape, lesson.digits)) : lines(list, shape, lesson.digits);
  if (shape.length > 1 && rows.some((row) => row.length > COLUMNS)) return [whole];
  if (rows.length <= most) return rows;
  if (most < 3) return [whole];
  const last = rows.at(-1);
  return vector
    ? [...rows.slice(0, most - 1), ` … ${last.split(" ").at(-1)}`]
    : [...rows.slice(0, most - 2), " …", last];
};

// The longest line of an array in the picture.
const COLUMNS = 26;

const wrapped = (text) => text.split(" ").reduce((rows, part) => {
  const longer = `${rows.at(-1)} ${part}`;
  return longer.length > COLUMNS ? [...rows, ` ${part}`] : [...rows.slice(0, -1), longer.trimStart()];
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
const [LEAST, MOST] = [0.7, 2.6];

const fitPicture = () => {
  const svg = element("picture").querySelector("svg");
  if (!svg) return;
  const { width, height } = svg.viewBox.baseVal;
  element("main").classList.toggle("wide", width > 2 * height);
  const high = window.innerHeight * (width > 2 * height ? 0.44 : 0.72);
  const scale = Math.min((element("picture").clientWidth - 10) / width, high / height, MOST);
  svg.setAttribute("width", width * (scale < LEAST ? Math.max(LEAST, Math.min(0.85, high / height)) : scale));
  svg.removeAttribute("height");
};
