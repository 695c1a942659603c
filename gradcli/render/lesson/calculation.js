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

// A gradient that does not exist is null, and so is whatever it is added to or multiplied with.
const plus = (a, b) => (a === null || b === null ? null : a + b);

const times = (a, b) => (a === null || b === null ? null : a * b);

const backward = (lesson, rules, values, needs) => {
  const done = { upstream: [], local: [], contributions: [], reached: new Set() };
  if (lesson.seed === null) return done;
  const received = lesson.nodes.map(() => []);
  received[lesson.output].push(lesson.seed);
  for (const node of [...lesson.nodes].reverse()) {
    if (!node.depends || node.condition) continue;
    const addends = received[node.id].reverse();
    if (addends.length) done.reached.add(node.id);
    const upstream = addends.length ? addends.reduce((sum, addend) => sum.map((number, i) => plus(number, addend[i]))) : everywhere(node.size, 0);
    done.upstream[node.id] = upstream;
    const rule = rules[node.id];
    if (!rule) continue;
    for (const id of [...node.edges].reverse().filter((each) => lesson.edges[each].carries)) {
      const edge = lesson.edges[id];
      const work = rule.from
        ? elementwise(lesson, rule, node, edge, values, needs, upstream)
        : whole(rule, node, edge.position, values, upstream);
      done.local[id] = work.local;
      done.contributions[id] = work.contribution;
      if (done.reached.has(node.id) && !node.stops && work.contribution !== null) received[edge.operand].push(work.contribution);
    }
  }
  nameUndefined(lesson, done);
  return done;
};

// A scalar that does not exist is told as such; elements of arrays keep their mark.
const nameUndefined = (lesson, done) => {
  const named = (list, shape) => (list && shape.length === 0 && list[0] === null ? null : list);
  lesson.nodes.forEach((node) => { done.upstream[node.id] = named(done.upstream[node.id] ?? null, node.shape); });
  lesson.edges.forEach((edge) => {
    done.local[edge.id] = named(done.local[edge.id] ?? null, lesson.nodes[edge.node].shape);
    done.contributions[edge.id] = named(done.contributions[edge.id] ?? null, lesson.nodes[edge.operand].shape);
  });
};

const elementwise = (lesson, rule, node, edge, values, needs, upstream) => {
  const { operand, position } = edge;
  const operands = node.operands.map((each) => values[each]);
  const local = everywhere(node.size, 0).map((_, element) => {
    if (!needs[node.id][element]) return 0;
    const args = pieces(rule, operands, element);
    if (node.undefined[position].some((kink) => rule.kinks[kink](...args))) return null;
    return rule.local[position](...args, values[node.id][element]);
  });
  const contribution = everywhere(lesson.nodes[operand].size, 0);
  local.forEach((slope, element) => {
    const place = rule.from[position] ? rule.from[position][element] : element;
    contribution[place] = plus(contribution[place], times(upstream[element], slope));
  });
  const shown = rule.pick[position] ? rule.pick[position].map((element) => local[element]) : local;
  return { local: shown, contribution };
};

// What does not exist goes through a product of arrays as nan, and is told again from other nans.
const whole = (rule, node, position, values, upstream) => {
  const product = (g) => rule.vjp[position](g, ...node.operands.map((each) => values[each]), values[node.id]);
  const lost = upstream.includes(null);
  const found = product(lost ? upstream.map((g) => g ?? NaN) : upstream);
  return {
    local: node.shape.length === 0 ? product([1]) : null,
    contribution: lost && found ? found.map((g) => (Number.isNaN(g) ? null : g)) : found,
  };
};

// The kinks that the operands lie at, by node: their places among the notices of the node. A kink
// from which only a number times 0 comes is not worth a word.
const kinksAt = (lesson, rules, values, needs, done) => lesson.nodes.map((node) => {
  const rule = rules[node.id];
  if (!rule || !rule.kinks || !done.reached.has(node.id)) return [];
  const hands = (done.upstream[node.id] ?? [null]).some((gradient) => gradient !== 0);
  const operands = node.operands.map((operand) => values[operand]);
  const at = (kink) => (rule.from
    ? needs[node.id].some((need, element) => need && kink(...pieces(rule, operands, element)))
    : needs[node.id].some(Boolean) && kink(...operands));
  return rule.kinks.flatMap((kink, place) => ((hands || node.kinks[place].always) && at(kink) ? [place] : []));
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
  const done = backward(lesson, rules, values, needs);
  return { values, needs, ...done, kinks: kinksAt(lesson, rules, values, needs, done) };
};
