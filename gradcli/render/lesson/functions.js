// Elementary functions, by the names that the rules of the operators use.

const exp = Math.exp;

const exp2 = (x) => 2 ** x;

const expm1 = Math.expm1;

const log = Math.log;

const log2 = Math.log2;

const log10 = Math.log10;

const log1p = Math.log1p;

// Adding 0 turns -0 into 0, at which the slope is +inf.
const sqrt = (x) => Math.sqrt(x + 0);

const cbrt = Math.cbrt;

// Math.hypot may be off in the last digits.
const hypot = (a, b) => {
  const [large, small] = Math.abs(a) > Math.abs(b) ? [Math.abs(a), Math.abs(b)] : [Math.abs(b), Math.abs(a)];
  return large === 0 || large === Infinity ? large : large * Math.sqrt(1 + (small / large) ** 2);
};

const sin = Math.sin;

const cos = Math.cos;

const tan = Math.tan;

const asin = Math.asin;

const acos = Math.acos;

const atan = Math.atan;

const atan2 = Math.atan2;

const sinh = Math.sinh;

const cosh = Math.cosh;

const tanh = Math.tanh;

const asinh = Math.asinh;

const acosh = Math.acosh;

const atanh = Math.atanh;

const pow = Math.pow;

const abs = Math.abs;

const sign = Math.sign;

const floor = Math.floor;

const ceil = Math.ceil;

const trunc = Math.trunc;

const max = Math.max;

const min = Math.min;

// A half goes to the even number.
const round = (x) => {
  const down = Math.floor(x);
  const rest = x - down;
  return rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1;
};

// The sign of the divisor, as in Python.
const remainder = (a, b) => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
};

const sigmoid = (x) => {
  const small = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : small) / (1 + small);
};

const sigmoid_slope = (x, y) => y * sigmoid(-x);

const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

// Of two equal infinities no difference can be taken.
const logaddexp = (a, b) =>
  Math.max(a, b) + (a === b ? Math.LN2 : Math.log1p(Math.exp(-Math.abs(a - b))));

// DLMF 7.6.2: all terms are positive, so that no digit is lost.
const erfNear = (x) => {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
};

// DLMF 7.9.1, the continued fraction, from its tail; for x >= 2.
const erfcFar = (x) => {
  let tail = x;
  for (let n = 120; n > 0; n -= 1) {
    tail = x + n / 2 / tail;
  }
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
};

const erfc = (x) => (x < 2 ? 1 - erf(x) : erfcFar(x));

const erf = (x) => (Math.abs(x) < 2 ? erfNear(x) : Math.sign(x) * (1 - erfcFar(Math.abs(x))));

const normal_cdf = (x) => erfc(-x / Math.SQRT2) / 2;

// DLMF 5.5.2, 5.5.4 and 5.11.2: reflection, then upwards to the asymptotic series.
const digamma = (x) => {
  if (x <= 0) {
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * (x - Math.round(x)));
  }
  let sum = 0;
  let at = x;
  for (; at < 12; at += 1) {
    sum -= 1 / at;
  }
  const square = 1 / (at * at);
  const series = [1 / 12, -691 / 32760, 1 / 132, -1 / 240, 1 / 252, -1 / 120, 1 / 12].reduce(
    (rest, coefficient) => (rest + coefficient) * square, 0);
  return sum + Math.log(at) - 0.5 / at - series;
};

// DLMF 5.15.5 and 5.15.8: upwards to the asymptotic series; with the order 0 it is digamma.
const polygamma = (n, x) => {
  if (n === 0) {
    return digamma(x);
  }
  const fact = (k) => (k < 2 ? 1 : k * fact(k - 1));
  let sum = 0;
  let at = x;
  for (; at < 20 + 2 * n; at += 1) {
    sum += fact(n) / at ** (n + 1);
  }
  sum += fact(n - 1) / at ** n + fact(n) / (2 * at ** (n + 1));
  [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66].forEach((b, place) => {
    const k = 2 * (place + 1);
    sum += b * fact(k + n - 1) / (fact(k) * at ** (k + n));
  });
  return n % 2 ? sum : -sum;
};

// DLMF 5.11.1, Stirling's series, reached by going upwards; below 0 by reflection.
const lgamma = (x) => {
  if (x === 1 || x === 2) {
    return 0;
  }
  if (x <= 0) {
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * (x - Math.round(x))))) - lgamma(1 - x);
  }
  let product = 1;
  let at = x;
  for (; at < 12; at += 1) {
    product *= at;
  }
  const square = 1 / (at * at);
  const series = [1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12].reduce(
    (rest, coefficient) => rest * square + coefficient, 0);
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series / at - Math.log(product);
};

// Between 1 and 2 from the logarithm, elsewhere by gamma(x + 1) = x*gamma(x).
const gamma = (x) => {
  if (x === Math.floor(x) && x < 30) {
    let whole = 1;
    for (let factor = 2; factor < x; factor += 1) {
      whole *= factor;
    }
    return whole;
  }
  if (x < 1) {
    return gamma(x + 1) / x;
  }
  if (x > 30) {
    return Math.exp(lgamma(x));
  }
  return x > 2 ? (x - 1) * gamma(x - 1) : Math.exp(lgamma(x));
};
