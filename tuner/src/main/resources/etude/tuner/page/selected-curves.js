// Training curves of the trials that are selected, of the best ones while none is. A plain chart whose series follow the selection.

const mostNamed = 6;

const selectedCurves = {
  ...plain,

  prepare(chart) {
    [...chart.measures, chart.best].forEach(sharePositions);
    chart.marks = [];
    chart.right = 64;
    readChoices(chart);
    chart.atSteps = { measures: chart.measures, best: chart.best };
    selectedCurves.chosen(chart);
  },

  chosen(chart) {
    chart.measures = chart.atSteps.measures.map(measure => timed(chart, measure));
    chart.best = timed(chart, chart.atSteps.best);
    chart.curves = chart.measures.map(measure => new Map(measure.data.map(curve => [curve[0], curve])));
    if (chart.overview) chart.background = { ...chart.measures[0], name: 'All trials', role: 'background', quiet: true, within: usual(chart.measures[0]) };
    chart.series = chart.background ? [chart.background] : chart.measures;
  },

  size: chart => (chart.background ? plain.size({ series: [chart.background] }) : 0),

  options(chart) {
    chooseCurves(chart);
    const made = plain.options(chart);
    made.series.push(nameSeries(chart));
    return made;
  },

  legend(chart) {
    const ink = { color: color('ink'), symbol: 'none', width: 2 };
    const measures = chart.measures.map(({ name }, index) => ({ name, picture: swatch({ kind: 'line' }, { ...ink, dash: dashes[index] }) }));
    const others = [{ ...chart.best, data: [] }, ...(chart.background ? [chart.background] : [])];
    const style = looks({ series: others });
    return [...measures, ...others.map((series, index) => ({ name: series.name, picture: swatch(series, style[index]) }))];
  },

  created(chart) {
    const hover = key => ({ seriesIndex }) => { if (chart.series[chart.shown[seriesIndex]] === chart.background) chart.hovered = key; };
    chart.instance.on('mouseover', event => hover(chart.background?.data[event.dataIndex]?.[0])(event));
    chart.instance.on('mouseout', hover(null));
  },

  drawn() {},

  select: chart => show(chart),

  clicked(chart, { seriesIndex, dataIndex }) {
    const series = chart.series[chart.shown[seriesIndex]];
    const key = series.key || keyOf(series, series.data[dataIndex]);
    if (key) toggleSelected(key);
  },
};

// Nearly all values: a few curves that explode must not flatten the others.
function usual({ data }) {
  const values = data.flatMap(curve => curve[2]).filter(value => value !== null).sort((a, b) => a - b);
  return [values[Math.floor(0.025 * values.length)], values[Math.ceil(0.975 * values.length) - 1]];
}

function chooseCurves(chart) {
  const keys = (selected.size > 0 ? [...selected] : chart.initially).filter(key => chart.curves.some(curves => curves.has(key)));
  const front = keys.length <= mostNamed ? namedCurves(chart, keys) : manyCurves(chart, keys);
  const stars = { ...chart.best, data: chart.best.data.filter(point => keys.includes(point[5])), quiet: true };
  chart.series = [...(chart.background ? [chart.background] : []), ...front, stars];
}

// A color for each trial, a pattern of dashes for each measure, and the name at the end.
function namedCurves(chart, keys) {
  return chart.measures.flatMap((measure, index) => keys.filter(key => chart.curves[index].has(key)).map(key => {
    const [, x, y] = chart.curves[index].get(key);
    return {
      kind: 'line', name: measure.name, role: 'data', key, tone: keys.indexOf(key), dash: index,
      said: 'Trial ' + key + ' ' + measure.name, end: index === 0 ? 'Trial ' + key : '',
      data: x.map((step, at) => [step, y[at], null, null, '', key]),
    };
  }));
}

// The name of each trial at the end of its first curve; names that would overlap stand below one another.
function nameSeries(chart) {
  const ends = chart.series.map((series, index) => ({ ...series, color: chart.style[index].color })).filter(series => series.end);
  const renderItem = (params, api) => {
    const all = ends.map(({ data }) => api.coord(data[data.length - 1].slice(0, 2)));
    const heights = spread(all.map(([, y]) => y), 14);
    const [x] = all[params.dataIndex];
    const { end, color: fill } = ends[params.dataIndex];
    return { type: 'text', x: x + 8, y: heights[params.dataIndex], style: { text: end, fill, fontSize: 12, fontWeight: 600, verticalAlign: 'middle' } };
  };
  return { type: 'custom', silent: true, z: 60, tooltip: { show: false }, clip: false, data: ends.map(({ data }) => data[data.length - 1].slice(0, 2)), renderItem };
}

// The heights, moved apart so far that each differs from the next by the gap.
function spread(heights, gap) {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a] - heights[b]);
  const moved = [...heights];
  order.forEach((index, at) => { if (at > 0) moved[index] = Math.max(moved[index], moved[order[at - 1]] + gap); });
  const excess = order.length > 0 ? (moved[order[order.length - 1]] - heights[order[order.length - 1]]) / 2 : 0;
  return moved.map(height => height - excess);
}

// More than a few are told apart by hovering only.
function manyCurves(chart, keys) {
  return chart.measures.map((measure, index) => ({
    kind: 'curves', name: measure.name, role: 'data', tone: index, data: keys.flatMap(key => chart.curves[index].get(key) ? [chart.curves[index].get(key)] : []),
  }));
}
