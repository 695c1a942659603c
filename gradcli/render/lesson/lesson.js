// The page as a whole: computing, stepping, and the two languages.

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
  return `${word(`fault_${kind}`, { operation, values, domain: domain[state.language] })} ${word("repair")}`;
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
