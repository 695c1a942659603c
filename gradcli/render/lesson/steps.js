// The steps of a lesson, in the order of the blackboard: forward node by node, then backward edge by
// edge, with a sum wherever a node is used more than once.

const stepsOf = (lesson, result) => {
  const evaluated = (node) => result.values[node] !== null && result.needs[node].some(Boolean);
  const shown = lesson.shown.map((id) => lesson.nodes[id]);
  const steps = [{ kind: "given", nodes: shown.filter((node) => node.kind !== "operation") }];
  shown.filter((node) => node.kind === "operation").forEach((node) => steps.push({ kind: "forward", node }));
  if (!lesson.nodes[lesson.output].depends || lesson.seed === null) return steps;
  steps.push({ kind: "seed", node: lesson.nodes[lesson.output] });
  const sequence = lesson.sequence.map((id) => lesson.edges[id]).filter((edge) => evaluated(edge.node));
  for (const node of [...lesson.nodes].reverse()) {
    const added = addends(result, sequence, node.id);
    if (added.length > 1) steps.push({ kind: "sum", node, edges: added });
    sequence.filter((edge) => edge.node === node.id).forEach((edge) => {
      steps.push({ kind: "edge", edge, alone: addends(result, sequence, edge.operand).length < 2 });
    });
  }
  const reached = new Set([lesson.output, ...sequence.map((edge) => edge.operand)]);
  const others = shown.filter((node) => node.depends && !node.condition && !reached.has(node.id) && evaluated(node.id) && result.upstream[node.id]);
  return lesson.whole && others.length ? [...steps, { kind: "nothing", nodes: others }] : steps;
};

const addends = (result, sequence, id) =>
  sequence.filter((edge) => edge.operand === id && result.contributions[edge.id] != null).sort((a, b) => a.id - b.id);

// What is written once a step is done: "value 3", "upstream 0", "local 2", "contribution 2".
const writtenBy = (step) => {
  if (step.kind === "given") return step.nodes.map((node) => `value ${node.id}`);
  if (step.kind === "nothing") return step.nodes.map((node) => `upstream ${node.id}`);
  if (step.kind === "forward") return [`value ${step.node.id}`];
  if (step.kind !== "edge") return [`upstream ${step.node.id}`];
  const found = [`local ${step.edge.id}`, `contribution ${step.edge.id}`];
  return step.alone ? [...found, `upstream ${step.edge.operand}`] : found;
};
