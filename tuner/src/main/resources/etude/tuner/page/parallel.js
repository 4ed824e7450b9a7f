// Parallel coordinates: every axis runs from 0 to 1, whatever its scale, with its own ticks and names.

const nowhere = -0.1; // where a trial crosses the axis of a hyperparameter that it does not have

const parallel = {
  paper: { width: 820, height: 360 },

  prepare(chart) {
    readCases(chart);
    chart.brushed = new Map();
    chart.drawnRows = [...chart.rows].reverse(); // the best in front
    chart.rowAt = ({ seriesId, dataIndex }) => rowsOf(chart, seriesId)[dataIndex];
    chart.dimensions = dimensions(chart);
    chart.box.parentElement.querySelector('.clear').addEventListener('click', () => select([]));
  },

  size: chart => chart.rows.length * chart.dimensions.length,

  options(chart) {
    const wide = chart.instance.getWidth() >= 600;
    const between = scaleColors();
    chart.lines = new Map(chart.rows.map(row => [row, parallelLine(chart, row, between)]));
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      title: wide ? [] : parallelNames(chart),
      legend: { show: false, data: parallelStandings(chart) },
      parallel: wide ? { left: 64, right: 84, top: 56, bottom: 16 } : { left: 24, right: 36, top: 36, bottom: 36, layout: 'vertical' },
      parallelAxis: chart.dimensions.map((dimension, index) => parallelAxis(dimension, index, wide)),
      series: parallelSeries(chart),
      tooltip: { ...tooltip({ ...chart, series: [{}] }), trigger: 'item' },
    };
  },

  legend: chart => parallelStandings(chart).map(name => {
    const failed = name === 'Infeasible';
    const look = { color: failed ? color('failed') : scaleColors()(0.2), symbol: 'none', dash: failed ? [4, 3] : 'solid', width: 2 };
    return { name, picture: swatch({ kind: 'line' }, look) };
  }),

  stops: chart => ['measured', 'failed'].map(seriesId => rowsOf(chart, seriesId)
    .map((row, dataIndex) => ({ seriesId, seriesIndex: seriesId === 'failed' ? 0 : 1, dataIndex, key: row.key, x: -dataIndex })).reverse()),

  say: (chart, stop) => caseTip(chart, stop),

  drawn(chart) {
    chart.instance.off('axisareaselected');
    chart.brushed.forEach((intervals, parallelAxisId) => brush(chart, parallelAxisId, intervals));
    chart.instance.on('axisareaselected', ({ parallelAxisId, intervals }) => brushedBy(chart, parallelAxisId, intervals));
  },

  select(chart) {
    if (!chart.brushing) {
      chart.brushed.forEach((_, parallelAxisId) => brush(chart, parallelAxisId, []));
      chart.brushed.clear();
    }
    chart.instance.setOption({ series: parallelSeries(chart) });
  },

  clicked(chart, clicked) {
    const row = clicked.componentType === 'series' && chart.rowAt(clicked);
    if (row) toggleSelected(row.key);
  },
};

function parallelStandings(chart) {
  return ['Feasible', 'Infeasible'].filter(name => chart.rows.some(({ standing }) => (standing === 'failed') === (name === 'Infeasible')));
}

// The hyperparameters, then the objective; each knows the share of its length up to a value.
function dimensions(chart) {
  const all = chart.axes.map((axis, index) => dimension(axis, chart.rows.map(({ places }) => places[index]), nowhere, 'none'));
  return [...all, dimension(chart.objective, chart.rows.map(({ value }) => value), chart.less ? 1 - nowhere : nowhere, 'infeasible')];
}

function dimension(axis, values, missing, nameOfMissing) {
  const found = range(axis);
  values.forEach(found.add);
  if (found.low > found.high) found.add(1);
  found.symbols = false;
  const at = inside(axis, axisTicks(axis, found, () => 8), found);
  const length = flat(axis);
  const share = value => (value === null ? missing : (length(limited(axis, value)) - length(at.min)) / (length(at.max) - length(at.min)));
  const labels = at.labels.map(tick => ({ at: share(tick), text: axisText(axis, tick) }));
  const gaps = values.includes(null);
  if (gaps) labels.push({ at: missing, text: nameOfMissing });
  return { axis, share, labels, ticks: at.ticks.map(share), min: gaps ? Math.min(0, missing) : 0, max: gaps ? Math.max(1, missing) : 1 };
}

// An even axis ends where the values end, so that they make use of all of it.
function inside(axis, at, { low, high }) {
  if (axis.scale !== 'linear' || low === high) return at;
  const between = tick => within(tick, [low, high]);
  return { min: low, max: high, ticks: at.ticks.filter(between), labels: at.labels.filter(between) };
}

function parallelAxis({ axis, labels, ticks, min, max }, index, wide) {
  const text = { color: color('soft'), fontSize: 12, backgroundColor: color('paper'), padding: [1, 2], borderRadius: 2 };
  return {
    id: 'axis-' + index, dim: index, type: 'value', min, max, realtime: false,
    name: wide ? broken(shortLabel(axis)) : '', nameTextStyle: { color: color('ink'), fontSize: 12, lineHeight: 15, align: 'center' }, nameGap: 14,
    axisLine: { lineStyle: { color: color('soft'), width: 1 } },
    axisTick: { customValues: ticks, lineStyle: { color: color('soft') } },
    minorTick: { show: false },
    axisLabel: {
      ...text, customValues: labels.map(({ at }) => at), showMinLabel: true, showMaxLabel: true,
      formatter: spot => labels.reduce((best, each) => (Math.abs(each.at - spot) < Math.abs(best.at - spot) ? each : best)).text,
    },
    areaSelectStyle: { width: 24, color: color('link'), borderColor: color('link'), borderWidth: 1, opacity: 0.2 },
  };
}

// Long names break before their condition, or after a dot or a slash, which is where their parts end.
function broken(name) {
  if (name.includes(' if ')) return name.replace(' if ', '\nif ');
  return name.length > 16 ? name.replace(/([./])(?=[^./]*$)/, '$1\n') : name;
}

// On a narrow screen the axes lie below one another, with their names above them.
function parallelNames(chart) {
  const gap = (chart.instance.getHeight() - 72) / (chart.dimensions.length - 1);
  return chart.dimensions.map(({ axis }, index) => ({
    text: shortLabel(axis), left: 2, top: 36 + index * gap - 30, padding: [1, 2], backgroundColor: color('paper'), z: 20, textStyle: { color: color('ink'), fontSize: 12, fontWeight: 'normal' },
  }));
}

function parallelLine(chart, row, between) {
  const value = [...row.places, row.value].map((place, index) => chart.dimensions[index].share(place));
  if (row.standing === 'failed') return { value, lineStyle: { color: color('failed'), type: [4, 3], width: 1.25 } };
  return { value, lineStyle: { color: between(row.rank), width: row.standing === 'best' ? 2.5 : 1.5 } };
}

function rowsOf(chart, seriesId) {
  if (seriesId === 'chosen') return chart.drawnRows.filter(({ key }) => selected.has(key));
  return chart.drawnRows.filter(({ standing }) => (standing === 'failed') === (seriesId === 'failed'));
}

// While something is selected everything else steps back.
function parallelSeries(chart) {
  const opacity = selected.size > 0 ? 0.12 : Math.max(0.3, Math.min(0.85, 6 / Math.sqrt(chart.rows.length)));
  const series = (id, name, more) => ({
    id, name, type: 'parallel', data: rowsOf(chart, id).map(row => chart.lines.get(row)),
    lineStyle: { opacity }, activeOpacity: opacity, inactiveOpacity: 0.12, emphasis: { lineStyle: { width: 3.5, opacity: 1 } }, ...more,
  });
  const front = { lineStyle: { opacity: 1 }, activeOpacity: 1, inactiveOpacity: 1, z: 5 };
  const chosen = series('chosen', 'Selected', front);
  chosen.data = chosen.data.map(({ value, lineStyle }) => ({ value, lineStyle: { ...lineStyle, width: 3 } }));
  return [series('failed', 'Infeasible', { z: 2 }), series('measured', 'Feasible', { z: 3 }), chosen];
}

function brush(chart, parallelAxisId, intervals) {
  chart.instance.dispatchAction({ type: 'axisAreaSelect', parallelAxisId, intervals }, { silent: true });
}

// What passes through an area of each axis that has one.
function brushedBy(chart, parallelAxisId, intervals) {
  if (intervals.length > 0) chart.brushed.set(parallelAxisId, intervals); else chart.brushed.delete(parallelAxisId);
  const passes = row => [...chart.brushed].every(([id, areas]) => {
    const share = chart.lines.get(row).value[Number(id.replace('axis-', ''))];
    return areas.some(area => within(share, area));
  });
  chart.brushing = true;
  select(chart.brushed.size > 0 ? chart.rows.filter(passes).map(({ key }) => key) : []);
  chart.brushing = false;
}
