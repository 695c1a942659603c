// The hidden gradients, for a student to fill in.

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
