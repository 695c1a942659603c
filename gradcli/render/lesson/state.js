// What a page remembers, and numbers and operations as text.

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
