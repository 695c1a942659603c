// The table of all numbers, and the inputs that can be changed.

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
