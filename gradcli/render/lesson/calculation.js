// The forward and the backward pass. Every value is a flat list; a scalar is a list of one.
//
// value of a node = rule(values of its operands)
// contribution of an edge = upstream of its node * local, added up over what broadcasting repeated
// upstream of a node = sum of the contributions on the edges that leave it

const everywhere = (size, value) => new Array(size).fill(value);

const isNaNumber = (value) => typeof value === "number" && Number.isNaN(value);

const finite = (value) => typeof value !== "number" || Number.isFinite(value);

// The operands of one element of an elementwise node.
const pieces = (rule, operands, element) =>
  operands.map((operand, position) => operand[rule.from[position] ? rule.from[position][element] : element]);

// Where a value does not exist although its operands do: "domain", "large", "nan" or "".
const faultOf = (rule, args, value) => {
  if (args.some(isNaNumber)) return "";
  if (rule.holds && !rule.holds(...args)) return "domain";
  if (finite(value)) return "";
  if (isNaNumber(value)) return "nan";
  return args.every(finite) ? "large" : "";
};

const wholeFault = (rule, operands, value) => {
  if (operands.flat().some(isNaNumber)) return "";
  if (rule.holds && !rule.holds(...operands)) return "domain";
  if (value.every(finite)) return "";
  if (value.some(isNaNumber)) return "nan";
  return operands.flat().every(finite) ? "large" : "";
};

const forward = (lesson, rules, given) => {
  const values = [];
  const faults = [];
  for (const node of lesson.nodes) {
    const rule = rules[node.id];
    if (!rule) {
      values.push(given[node.id] ?? node.value);
      faults.push([]);
      continue;
    }
    const operands = node.operands.map((operand) => values[operand]);
    if (rule.from) {
      const args = everywhere(node.size, 0).map((_, element) => pieces(rule, operands, element));
      const value = args.map((arg) => rule.value(...arg));
      values.push(value);
      faults.push(value.map((number, element) => faultOf(rule, args[element], number)));
    } else {
      const value = rule.value(...operands);
      values.push(value);
      faults.push(everywhere(node.size, wholeFault(rule, operands, value)));
    }
  }
  return { values, faults };
};

// What where(c, a, b) does not take is not evaluated, and receives no gradient.
const demand = (lesson, rules, values) => {
  const needs = lesson.nodes.map(() => null);
  for (const node of [...lesson.nodes].reverse()) {
    if (needs[node.id] === null || node.id === lesson.output) needs[node.id] = everywhere(node.size, true);
    const rule = rules[node.id];
    if (!rule) continue;
    node.operands.forEach((operand, position) => {
      const passed = (needs[operand] ??= everywhere(lesson.nodes[operand].size, false));
      needs[node.id].forEach((need, element) => {
        if (!need) return;
        if (!rule.from) {
          passed.fill(true);
          return;
        }
        const taken = !node.chooses || position === 0 || pieces(rule, node.operands.map((o) => values[o]), element)[0] === (position === 1);
        if (taken) passed[rule.from[position] ? rule.from[position][element] : element] = true;
      });
    });
  }
  return needs;
};

const backward = (lesson, rules, values, needs) => {
  const done = { upstream: [], local: [], contributions: [], undefined: new Set() };
  if (lesson.seed === null) return done;
  const received = lesson.nodes.map(() => null);
  received[lesson.output] = [lesson.seed];
  for (const node of [...lesson.nodes].reverse()) {
    if (!node.depends || node.condition) continue;
    const reaches = received[node.id] !== null;
    const addends = reaches ? received[node.id].filter((addend) => addend !== null).reverse() : [everywhere(node.size, 0)];
    const none = addends.length === 0 || done.undefined.has(node.id);
    const upstream = none ? null : addends.reduce((sum, addend) => sum.map((number, i) => number + addend[i]));
    done.upstream[node.id] = upstream;
    const rule = rules[node.id];
    if (!rule) continue;
    for (const edge of [...node.edges].reverse().filter((each) => lesson.edges[each].carries)) {
      const { operand, position } = lesson.edges[edge];
      const work = rule.from
        ? elementwise(lesson, rule, node, position, operand, values, needs, upstream)
        : whole(rule, node, position, values, upstream);
      done.local[edge] = work.local;
      done.contributions[edge] = work.contribution;
      if (work.undefined || (upstream === null && done.undefined.has(node.id))) done.undefined.add(operand);
      if (reaches) (received[operand] ??= []).push(work.contribution);
    }
  }
  return done;
};

const elementwise = (lesson, rule, node, position, operand, values, needs, upstream) => {
  const operands = node.operands.map((each) => values[each]);
  const args = everywhere(node.size, 0).map((_, element) => pieces(rule, operands, element));
  const there = args.map((arg) => node.undefined[position].some((kink) => rule.kinks[kink](...arg)));
  if (node.shape.length === 0 && there[0]) return { local: null, contribution: null, undefined: true };
  const local = args.map((arg, element) => {
    if (there[element]) return NaN;
    return needs[node.id][element] ? rule.local[position](...arg, values[node.id][element]) : 0;
  });
  const shown = rule.pick[position] ? rule.pick[position].map((element) => local[element]) : local;
  if (upstream === null) return { local: shown, contribution: null };
  const contribution = everywhere(lesson.nodes[operand].size, 0);
  local.forEach((slope, element) => {
    contribution[rule.from[position] ? rule.from[position][element] : element] += upstream[element] * slope;
  });
  return { local: shown, contribution };
};

const whole = (rule, node, position, values, upstream) => {
  const product = (g) => rule.vjp[position](g, ...node.operands.map((each) => values[each]), values[node.id]);
  return {
    local: node.shape.length === 0 ? product([1]) : null,
    contribution: upstream === null ? null : product(upstream),
  };
};

// The kinks that the operands lie at, by node: their places among the notices of the node.
const kinksAt = (lesson, rules, values, needs) => lesson.nodes.map((node) => {
  const rule = rules[node.id];
  if (!rule || !rule.kinks) return [];
  const operands = node.operands.map((operand) => values[operand]);
  const at = (kink) => (rule.from
    ? needs[node.id].some((need, element) => need && kink(...pieces(rule, operands, element)))
    : needs[node.id].some(Boolean) && kink(...operands));
  return rule.kinks.flatMap((kink, place) => (at(kink) ? [place] : []));
});

// Numbers that JSON does not have come as texts; an exact fraction stays one.
const decoded = (value) => (typeof value === "string" && value.includes("/") ? value : number(value));

const decode = (told) => {
  told.nodes.forEach((node) => { if (node.value) node.value = node.value.map(decoded); });
  told.seed = told.seed?.map(decoded) ?? null;
};

// Work the whole lesson; fault is the first node that has no value although one is needed.
const calculate = (lesson, rules, given) => {
  const { values, faults } = forward(lesson, rules, given);
  const needs = demand(lesson, rules, values);
  const fault = lesson.ieee ? undefined : lesson.nodes.find((node) => faults[node.id].some((bad, element) => bad && needs[node.id][element]));
  if (fault) {
    const kind = faults[fault.id].find((bad, element) => bad && needs[fault.id][element]);
    return { values, needs, fault: { node: fault.id, kind } };
  }
  return { values, needs, ...backward(lesson, rules, values, needs), kinks: kinksAt(lesson, rules, values, needs) };
};
