// Axes: how their scales are spaced, where ticks stand, and their options for ECharts.

// The length along an axis up to a value: equal differences are equally long.
function flat(axis) {
  if (axis.scale === 'log') return value => Math.log10(value);
  if (axis.scale === 'log-below') return value => -Math.log10(axis.limit - value);
  return value => value;
}

// What ECharts is told of a value. It knows logarithms, but not those of the distance to a limit.
function placement(axis) {
  return axis.scale === 'log-below' ? flat(axis) : value => value;
}

// The extent of an axis with a margin, its ticks, and those of them that have room for a label.
function axisTicks(axis, found, fitting) {
  if (axis.scale === 'category') {
    const ticks = axis.names.map((_, index) => index);
    return { min: -0.5, max: ticks.length - 0.5, ticks, labels: ticks };
  }
  if (axis.scale === 'log') return logTicks(found.low, found.high, axis.base, fitting);
  if (axis.scale === 'log-below') return ticksBelow(axis.limit, found.low, found.high, fitting);
  const at = evenTicks(found.low, found.high, fitting, found.symbols, axis.whole ? 1 : 0);
  return found.tight ? ending(at, found.high) : at;
}

// Without the room after the last value up to the next tick.
function ending(at, max) {
  const before = tick => tick <= max;
  return { min: at.min, max, ticks: at.ticks.filter(before), labels: at.labels.filter(before) };
}

// Ticks at round distances to the limit: 0.9, 0.99, 0.999.
function ticksBelow(limit, low, high, fitting) {
  const away = logTicks(limit - high, limit - low, 10, fitting);
  const digits = Number.isInteger(limit) ? 1 : 0; // else limit - 0.01 is no round number
  const value = distance => Number((limit - distance).toFixed(Math.max(0, digits - Math.floor(Math.log10(distance) + 1e-9))));
  const values = distances => [...new Set(distances.map(value))].filter(tick => tick < limit).reverse();
  return { min: limit - away.max, max: limit - away.min, ticks: values(away.ticks), labels: values(away.labels) };
}

function axisText(axis, value) {
  if (axis.scale === 'category') return axis.names[value];
  if (axis.percent) return tickText(100 * value, axis.base);
  return axis.scale === 'log-below' ? String(value) : tickText(value, axis.base);
}

// `fitting` says how many labels have room, given their texts.
function axisOptions(axis, found, fitting, more) {
  const lines = { lineStyle: { color: color('rule') } };
  const common = {
    axisLine: lines, axisTick: lines, splitLine: lines, ...more,
    nameTextStyle: { color: color('soft'), fontSize: 12 },
    axisLabel: { color: color('soft'), fontSize: 12, hideOverlap: true },
  };
  if (axis.scale === 'category') {
    const text = (name, index) => (axis.notes ? name + '\n' + axis.notes[index] : name);
    return { ...common, type: 'category', data: axis.names, axisLabel: { ...common.axisLabel, lineHeight: 15, formatter: text } };
  }
  if (found.low > found.high) return { ...common, type: 'value' };
  const at = axisTicks(axis, found, fitting);
  const place = placement(axis);
  return {
    ...common, type: axis.scale === 'log' ? 'log' : 'value', logBase: axis.base, min: place(at.min), max: place(at.max),
    axisLabel: { ...common.axisLabel, customValues: at.labels.map(place), hideOverlap: false, formatter: nameTicks(axis, at.labels, place) },
    axisTick: { ...common.axisTick, customValues: at.ticks.map(place) },
  };
}

// The text of the label that stands where ECharts says, which may have rounded.
function nameTicks(axis, labels, place) {
  return spot => axisText(axis, labels.reduce((best, tick) => Math.abs(place(tick) - spot) < Math.abs(place(best) - spot) ? tick : best));
}
