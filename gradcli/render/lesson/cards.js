// The card of a step: what is computed, with its numbers.

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
  nothing: ({ nodes }) => [
    made("h3", {}, word("nothing_title", { nodes: nodes.map((node) => node.label).join(", ") })),
    made("p", {}, word("nothing")),
    ...nodes.map((node) => equation(node.gradient, [gradientText(node), "gradient"])),
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
      ...(nanArises(edge) ? [made("p", { class: "note" }, word("note", { text: word("nan_arises") }))] : []),
    ];
  },
};

const nanArises = (edge) => {
  const has = (list) => Boolean(list?.some(isNaNumber));
  const { local, contributions, upstream } = state.result;
  return has(contributions[edge.id]) && !has(local[edge.id]) && !has(upstream[edge.node]);
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
