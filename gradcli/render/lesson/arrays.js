// Functions of whole arrays whose rules are not read from the operators: they choose, or keep
// numbers from overflowing. An array is a flat list; the tables of places come with the lesson.

const total = (list) => list.reduce((sum, number) => sum + number, 0);

const mean = (list) => total(list) / list.length;

const largest = (list) => list.reduce((a, b) => (b > a ? b : a));

// Each group of elements is one slice along the reduced axes: rows tells where it comes from, places
// where its result goes.
const grouped = (rule, rows, places, size) => {
  const collect = (array, table) => table.map((row) => row.map((place) => array[place]));
  const spread = (lists, table, length) => {
    const array = new Array(length);
    table.forEach((row, group) => row.forEach((place, i) => { array[place] = lists[group][i]; }));
    return array;
  };
  return {
    value: (x) => spread(collect(x, rows).map(rule.value), places, size),
    vjp: (g, x, y) => {
      const [gs, ys] = [collect(g, places), collect(y, places)];
      return spread(collect(x, rows).map((xs, i) => rule.vjp(gs[i], xs, ys[i])), rows, x.length);
    },
    at: (x) => rule.at !== undefined && collect(x, rows).some(rule.at),
  };
};

const share = (tied, ties) => {
  const many = total(tied);
  let place = -1;
  return tied.map((is) => {
    place += is;
    if (!is) return 0;
    if (ties === "all") return 1;
    return ties === "split" ? 1 / many : Number(place === (ties === "first" ? 0 : many - 1));
  });
};

const extreme = (sign, ties) => {
  const tied = (xs) => {
    const top = largest(xs.map((x) => sign * x));
    return xs.map((x) => Number(sign * x === top));
  };
  return {
    value: (xs) => [sign * largest(xs.map((x) => sign * x))],
    vjp: (g, xs) => share(tied(xs), ties).map((part) => g[0] * part),
    at: (xs) => total(tied(xs)) > 1,
  };
};

const exponentials = (xs) => {
  const top = largest(xs);
  const parts = xs.map((x) => Math.exp(x - top));
  return { top, parts, sum: total(parts) };
};

// Where the largest part, 1, outweighs the others, their sum has digits that the total has not.
const logOfSum = (parts, sum) =>
  sum < 1.25 ? Math.log1p(total(parts.filter((part) => part !== 1))) : Math.log(sum);

const softmax = {
  value: (xs) => {
    const { parts, sum } = exponentials(xs);
    return parts.map((part) => part / sum);
  },
  vjp: (g, xs, y) => {
    const inner = total(g.map((upstream, i) => upstream * y[i]));
    return y.map((p, i) => p * (g[i] - inner));
  },
};

const log_softmax = {
  value: (xs) => {
    const { top, parts, sum } = exponentials(xs);
    const logarithm = logOfSum(parts, sum);
    return xs.map((x) => x - top - logarithm);
  },
  vjp: (g, xs, y) => y.map((logarithm, i) => g[i] - Math.exp(logarithm) * total(g)),
};

const logsumexp = {
  value: (xs) => {
    const { top, parts, sum } = exponentials(xs);
    return [top + logOfSum(parts, sum)];
  },
  vjp: (g, xs, y) => xs.map((x) => g[0] * Math.exp(x - y[0])),
};

const rootOfSquares = (xs, divisor) => {
  const scale = largest(xs.map(Math.abs));
  return scale === 0 ? 0 : scale * Math.sqrt(total(xs.map((x) => (x / scale) ** 2)) / divisor);
};

const norm = {
  value: (xs) => [rootOfSquares(xs, 1)],
  vjp: (g, xs, y) => xs.map((x) => (y[0] === 0 ? 0 : (g[0] * x) / y[0])),
  at: (xs) => xs.every((x) => x === 0),
};

const deviations = (xs) => {
  const middle = mean(xs);
  return xs.every((x) => x === xs[0]) ? xs.map(() => 0) : xs.map((x) => x - middle);
};

const variance = (ddof) => ({
  value: (xs) => [total(deviations(xs).map((d) => d * d)) / (xs.length - ddof)],
  vjp: (g, xs) => deviations(xs).map((d) => (g[0] * 2 * d) / (xs.length - ddof)),
});

const deviation = (ddof) => ({
  value: (xs) => [rootOfSquares(deviations(xs), xs.length - ddof)],
  vjp: (g, xs, y) => deviations(xs).map((d) => (y[0] === 0 ? 0 : (g[0] * d) / y[0] / (xs.length - ddof))),
  at: (xs) => xs.every((x) => x === xs[0]),
});

// A loss of pairs: element by element, then the mean, the sum or nothing.
const paired = (rule, reduction, places) => {
  const pair = (x, t, k) => [x[places[0][k]], t[places[1][k]]];
  const each = (x, t, f) => places[0].map((_, k) => f(...pair(x, t, k)));
  const reduced = (list) => (reduction === "mean" ? [mean(list)] : [total(list)]);
  const slope = (position) => (g, x, t) => {
    const made = new Array((position ? t : x).length).fill(0);
    each(x, t, rule.slopes[position]).forEach((local, k) => {
      const upstream = reduction === "none" ? g[k] : g[0];
      made[places[position][k]] += (reduction === "mean" ? upstream / places[0].length : upstream) * local;
    });
    return made;
  };
  return {
    value: (x, t) => (reduction === "none" ? each(x, t, rule.value) : reduced(each(x, t, rule.value))),
    vjp: [slope(0), slope(1)],
    holds: (x, t) => rule.holds === undefined || each(x, t, rule.holds).every(Boolean),
    at: (x, t) => rule.at !== undefined && each(x, t, rule.at).some(Boolean),
  };
};

const mse_loss = {
  value: (x, t) => (x - t) * (x - t),
  slopes: [(x, t) => 2 * (x - t), (x, t) => 2 * (t - x)],
};

const l1_loss = {
  value: (x, t) => Math.abs(x - t),
  slopes: [(x, t) => Math.sign(x - t), (x, t) => Math.sign(t - x)],
  at: (x, t) => x === t,
};

const huber_loss = (delta) => {
  const slope = (x, t) => Math.min(Math.max(x - t, -delta), delta);
  return {
    value: (x, t) => {
      const size = Math.abs(x - t);
      return size <= delta ? (size * size) / 2 : delta * (size - delta / 2);
    },
    slopes: [slope, (x, t) => -slope(x, t)],
  };
};

const weighed = (weight, number) => (weight === 0 ? 0 : weight * number);

const binary_cross_entropy = {
  value: (p, t) => -(weighed(t, Math.log(p)) + weighed(1 - t, Math.log1p(-p))),
  slopes: [
    (p, t) => weighed(1 - t, 1 / (1 - p)) - weighed(t, 1 / p),
    (p) => Math.log1p(-p) - Math.log(p),
  ],
  holds: (p, t) => (p > 0 || (p === 0 && t === 0)) && (p < 1 || (p === 1 && t === 1)),
};

const binary_cross_entropy_with_logits = {
  value: (x, t) => Math.max(x, 0) - x * t + Math.log1p(Math.exp(-Math.abs(x))),
  slopes: [(x, t) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))) - t, (x) => -x],
};

// A loss of rows of scores against classes, numbered from 0, or probabilities.
const classified = (rule, reduction, width, classes) => {
  const rows = (scores) => Array.from({ length: scores.length / width }, (_, r) => scores.slice(r * width, (r + 1) * width));
  const weights = (t) => (classes ? t.map((right) => Array.from({ length: width }, (_, j) => Number(j === right))) : rows(t));
  const upstream = (g, r, many) => (reduction === "none" ? g[r] : reduction === "mean" ? g[0] / many : g[0]);
  const slope = (position) => (g, scores, t) => {
    const all = rows(scores);
    const rest = weights(t);
    return all.flatMap((row, r) => rule.slopes[position](row, rest[r]).map((local) => upstream(g, r, all.length) * local));
  };
  return {
    value: (scores, t) => {
      const rest = weights(t);
      const losses = rows(scores).map((row, r) => rule.value(row, rest[r]));
      return reduction === "none" ? losses : [reduction === "mean" ? mean(losses) : total(losses)];
    },
    vjp: [slope(0), classes ? () => null : slope(1)],
    holds: (scores, t) => !classes || t.every((right) => Number.isInteger(right) && right >= 0 && right < width),
    at: (scores, t) => rule.at !== undefined && rows(scores).some((row, r) => rule.at(row, weights(t)[r])),
  };
};

const nll_loss = {
  value: (row, weights) => -total(row.map((score, j) => weighed(weights[j], score))),
  slopes: [(row, weights) => weights.map((weight) => -weight), (row) => row.map((score) => -score)],
};

const cross_entropy = {
  value: (row, weights) => nll_loss.value(log_softmax.value(row), weights),
  slopes: [
    (row, weights) => softmax.value(row).map((p, j) => p * total(weights) - weights[j]),
    (row) => log_softmax.value(row).map((logarithm) => -logarithm),
  ],
};

const hinge = (margin) => {
  const margins = (row, right) => row.map((score, j) => (right[j] ? 0 : score - row[right.indexOf(1)] + margin));
  return {
    value: (row, right) => total(margins(row, right).map((inside) => Math.max(inside, 0))),
    slopes: [(row, right) => {
      const inside = margins(row, right).map((size) => Number(size > 0));
      return inside.map((one, j) => (right[j] ? -total(inside) : one));
    }],
    at: (row, right) => margins(row, right).some((size, j) => !right[j] && size === 0),
  };
};
