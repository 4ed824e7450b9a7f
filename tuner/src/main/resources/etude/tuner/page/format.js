// Numbers as people read them, and where the ticks of an axis stand.

const significant = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

function number(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e9)) {
    return value.toPrecision(3).replace(/\.?0+(e|$)/, '$1').replace('e+', 'e');
  }
  return Number.isInteger(value) ? value.toLocaleString('en-US') : significant.format(value);
}

// Powers of two stay as people write batch sizes, 1024; other numbers are grouped, 1,024.
function tickText(value, base) {
  if (base === 2 && value >= 1 && value < 1e6) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [mantissa, exponent] = value.toExponential().split('e');
    return Number(Number(mantissa).toPrecision(4)) + 'e' + Number(exponent);
  }
  return significant.format(value);
}

// A value of an axis without its unit; shares are read in percent.
function bare(value, axis) {
  return axis.percent ? number(100 * value) : number(value);
}

function withUnit(value, axis) {
  if (axis.percent) return bare(value, axis) + ' %';
  const text = axis.base === 2 ? tickText(value, 2) : number(value);
  return axis.unit ? text + ' ' + axis.unit : text;
}

function label(axis) {
  if (axis.percent) return axis.name + ' (%)';
  return axis.unit ? axis.name + ' (' + axis.unit + ')' : axis.name;
}

function shortLabel(axis) {
  return label({ ...axis, name: axis.short || axis.name });
}

// The extent of a logarithmic axis with a margin on both sides, its ticks, and those of them that have room for a label.
function logTicks(low, high, base, fitting) {
  const margin = Math.max(Math.pow(high / low, 0.06), 1.08);
  const min = low / margin;
  const max = high * margin;
  const ticks = base === 2 ? powersOfTwo(min, max) : stepsOfTen(min, max, fitting);
  const labels = thinned(ticks, base, fitting);
  return { min, max, ticks: ticks.length > 40 ? labels : ticks, labels };
}

function powersOfTwo(min, max) {
  const ticks = [];
  for (let exponent = Math.ceil(Math.log2(min)); Math.pow(2, exponent) <= max; exponent++) ticks.push(Math.pow(2, exponent));
  return ticks;
}

// The coarsest steps that give four ticks; within a small part of a decade those are evenly spaced values.
function stepsOfTen(min, max, fitting) {
  for (const steps of [[1], [1, 3], [1, 2, 5], [1, 2, 3, 5, 7], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]]) {
    const ticks = [];
    for (let exponent = Math.floor(Math.log10(min)); exponent <= Math.log10(max); exponent++) {
      ticks.push(...steps.map(step => Number(step + 'e' + exponent)).filter(tick => tick >= min && tick <= max));
    }
    if (ticks.length >= 4) return ticks;
  }
  return multiples(stepFor(max - min, fitting), min, max);
}

// Every second, third, ... tick, so that their labels have room.
function thinned(ticks, base, fitting) {
  const stride = Math.ceil(ticks.length / Math.max(2, Math.floor(fitting(ticks.map(tick => tickText(tick, base))))));
  return ticks.filter((_, index) => index % stride === 0);
}

// The extent of an evenly spaced axis, from tick to tick; symbols at its ends keep off the frame, but zero stays an end.
function evenTicks(low, high, fitting, symbols, least = 0) {
  const margin = high === low ? Math.abs(low) / 2 || 1 : symbols ? 0.02 * (high - low) : 0;
  const step = Math.max(least, stepFor(high - low + 2 * margin, fitting));
  const below = low >= 0 ? Math.max(0, low - margin) : low - margin;
  const min = Math.floor(below / step + 1e-6) * step;
  const max = Math.ceil((high <= 0 ? Math.min(0, high + margin) : high + margin) / step - 1e-6) * step;
  const ticks = multiples(step, min, max);
  return { min: ticks[0], max: ticks[ticks.length - 1], ticks, labels: thinned(ticks, 10, fitting) };
}

function stepFor(span, fitting) {
  const rough = span / Math.max(2, Math.min(6, fitting(['10,000'])));
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  return power * [1, 2, 5, 10].find(factor => factor * power >= rough * 0.999);
}

function multiples(step, min, max) {
  const ticks = [];
  for (let index = Math.ceil(min / step - 1e-6); index <= max / step + 1e-6; index++) ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}
