// Numbers as people read them, and where the ticks of an axis stand.

const significant = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

function number(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e9)) {
    return value.toPrecision(3).replace(/\.?0+(e|$)/, '$1').replace('e+', 'e');
  }
  return Number.isInteger(value) ? value.toLocaleString('en-US') : significant.format(value);
}

function tickText(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [mantissa, exponent] = value.toExponential().split('e');
    return Number(Number(mantissa).toPrecision(4)) + 'e' + Number(exponent);
  }
  return significant.format(value);
}

function withUnit(value, axis) {
  return axis.unit ? number(value) + ' ' + axis.unit : number(value);
}

function label(axis) {
  return axis.unit ? axis.name + ' (' + axis.unit + ')' : axis.name;
}

const stepsOfTen = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 5, 7], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]];

// The extent of a logarithmic axis with a margin on both sides, and at most `most` ticks within it.
function logTicks(low, high, base, most) {
  const margin = Math.max(Math.pow(high / low, 0.06), 1.08);
  const min = low / margin;
  const max = high * margin;
  return { min, max, ticks: base === 2 ? powersOfTwo(min, max, most) : stepsWithin(min, max, most) };
}

function powersOfTwo(min, max, most) {
  const first = Math.ceil(Math.log2(min));
  const last = Math.floor(Math.log2(max));
  const stride = Math.max(1, Math.ceil((last - first + 1) / most));
  const ticks = [];
  for (let exponent = first; exponent <= last; exponent += stride) ticks.push(Math.pow(2, exponent));
  return ticks;
}

// The coarsest steps that give four ticks; within less than a decade that may be evenly spaced values.
function stepsWithin(min, max, most) {
  const first = Math.floor(Math.log10(min));
  const last = Math.floor(Math.log10(max));
  const wanted = Math.min(4, most);
  for (const steps of stepsOfTen) {
    const ticks = [];
    for (let exponent = first; exponent <= last; exponent++) {
      for (const step of steps) {
        const tick = Number((step + 'e' + exponent));
        if (tick >= min && tick <= max) ticks.push(tick);
      }
    }
    if (ticks.length > most && steps.length === 1) return every(ticks, Math.ceil(ticks.length / most));
    if (ticks.length >= wanted && ticks.length <= Math.max(most, wanted)) return ticks;
  }
  return evenTicks(min, max, Math.min(5, most));
}

function every(ticks, stride) {
  return ticks.filter((_, index) => index % stride === 0);
}

function evenTicks(min, max, most) {
  const rough = (max - min) / most;
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= rough);
  const ticks = [];
  for (let tick = Math.ceil(min / step) * step; tick <= max; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return ticks;
}
