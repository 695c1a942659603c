// How numbers are written and read: as gradcli does it in a terminal.

const WHOLE = 1e15;
const MOST_ELEMENTS = 60;

const number = (text) => {
  if (typeof text !== "string") return text;
  const named = { inf: Infinity, "-inf": -Infinity, nan: NaN }[text];
  const [top, bottom] = text.split("/").map(Number);
  return named ?? (bottom === undefined ? top : top / bottom);
};

// Exactly half-way the even digit is taken, as in Python.
const rounded = (value, write, digits) => {
  const text = write.call(value, digits);
  const exact = Math.abs(value) < 1e15 && Math.abs(value) > 1e-15 ? Math.abs(value).toFixed(60).replace(/0+$/, "") : "";
  const half = text.includes("e") ? false : exact.length === text.replace("-", "").length + (text.includes(".") ? 1 : 2) && exact.endsWith("5");
  if (!half || (text.match(/\d(?=\D*$)/)[0]) % 2 === 0) return text;
  const step = text.includes(".") ? 10 ** -text.split(".")[1].length : 1;
  return (Number(text) - Math.sign(value) * step).toFixed(text.includes(".") ? text.split(".")[1].length : 0);
};

const withoutZeros = (text, value) => {
  if (!text.includes(".") || Math.abs(Number(text) - value) > 1e-13 * Math.abs(value)) return text;
  return text.replace(/0+$/, "").replace(/\.$/, "");
};

// Exponents have two digits at least: 1.5e-07.
const general = (value, digits) => {
  const places = Math.max(digits, 1);
  const exponent = Number(value.toExponential(places - 1).split("e")[1]);
  if (exponent < -4 || exponent >= places) {
    const [mantissa, power] = value.toExponential(places - 1).split("e");
    const short = mantissa.includes(".") ? mantissa.replace(/0+$/, "").replace(/\.$/, "") : mantissa;
    return `${short}e${power[0]}${power.slice(1).padStart(2, "0")}`;
  }
  const text = rounded(value, Number.prototype.toPrecision, places);
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
};

const numeral = (value, digits) => {
  if (value === null) return "undefined";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "true" : "false";
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Number.isInteger(value) && Math.abs(value) < WHOLE) return String(value === 0 ? 0 : value);
  const size = Math.abs(value);
  if (size < (digits ? 0.1 : 1) || size >= WHOLE) {
    const text = general(value, digits);
    return text.includes("e") ? text : withoutZeros(text, value);
  }
  return withoutZeros(rounded(value, Number.prototype.toFixed, digits), value);
};

// A flat list of texts as nested lists.
const nested = (list, shape) => {
  if (shape.length === 0) return list[0];
  const step = list.length / shape[0];
  return Array.from({ length: shape[0] }, (_, i) => nested(list.slice(i * step, (i + 1) * step), shape.slice(1)));
};

const joined = (parts) => (Array.isArray(parts) ? `[${parts.map(joined).join(", ")}]` : parts);

// A matrix has one line for each row, its columns aligned.
const lines = (list, shape, digits) => {
  const texts = list.map((value) => numeral(value, digits));
  if (shape.length < 2) return [joined(nested(texts, shape))];
  const columns = shape.at(-1);
  const widths = Array.from({ length: columns }, (_, j) => Math.max(...texts.filter((_, i) => i % columns === j).map((text) => text.length)));
  const padded = texts.map((text, i) => text.padStart(widths[i % columns]));
  const stacked = (parts, depth) => (depth === 1
    ? [`[${parts.join(", ")}]`]
    : parts.flatMap((part, i) => stacked(part, depth - 1).map((row, j, rows) => (i || j ? " " : "[") + row + (j === rows.length - 1 ? (i === parts.length - 1 ? "]" : ",") : ""))));
  return stacked(nested(padded, shape), shape.length);
};

const onOneLine = (list, shape, digits) => joined(nested(list.map((value) => numeral(value, digits)), shape));

const inFull = (list, shape) => joined(nested(list.map((value) => (typeof value === "number" && Number.isFinite(value) ? String(value) : numeral(value, 17))), shape));

const inProduct = (text) => (text.startsWith("-") || text.includes("/") ? `(${text})` : text);

// What someone typed, as { list, shape, texts }; null if it is no number and no list of numbers.
const read = (typed) => {
  const text = typed.normalize("NFKC").replace(/[−–]/g, "-").replace(/[【〔]/g, "[").replace(/[】〕]/g, "]").replace(/、/g, ",").trim();
  const one = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(\s*\/\s*[+-]?(\d+\.?\d*|\.\d+))?$/i;
  const list = [];
  const texts = [];
  const part = (piece) => {
    const inner = piece.trim();
    if (inner.startsWith("[") && inner.endsWith("]")) {
      const shapes = pieces_of(inner.slice(1, -1)).map(part);
      if (shapes.includes(null) || new Set(shapes.map(String)).size > 1) return null;
      return [shapes.length, ...shapes[0]];
    }
    const value = one.test(inner) ? number(inner.replace(/\s/g, "")) : NaN;
    list.push(value);
    texts.push(inner);
    return Number.isFinite(value) ? [] : null;
  };
  const shape = part(text);
  return shape === null ? null : { list, shape, texts };
};

// The parts between the commas outside of inner brackets.
const pieces_of = (text) => {
  const found = [""];
  let depth = 0;
  for (const letter of text) {
    depth += { "[": 1, "]": -1 }[letter] ?? 0;
    if (letter === "," && depth === 0) found.push("");
    else found[found.length - 1] += letter;
  }
  return found;
};

// Whether a typed number is near enough: equal, or a correct rounding. A true value that is not
// rational may be off by a hundredth.
const accepts = (typed, text, truth, rational) => {
  const off = Math.abs(typed - truth);
  if (off <= 1e-9 * Math.max(1, Math.abs(truth))) return true;
  if (!rational && off <= 1e-8 + 1e-2 * Math.abs(truth) && typed * truth >= 0) return true;
  const [mantissa, power] = text.toLowerCase().split("e");
  if (text.includes("/") || Number.isInteger(truth)) return false;
  const figures = mantissa.replace(/^[+-]/, "").replace(".", "").replace(/^0+/, "").length;
  const decimals = (mantissa.split(".")[1] ?? "").length;
  const half = 0.5 * 10 ** (Number(power ?? 0) - decimals);
  return figures >= (rational ? 3 : 2) && off <= half * (1 + 1e-9);
};
