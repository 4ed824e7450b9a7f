// Training curves of the trials that are selected, of the best ones while none is. A plain chart whose series follow the selection.

const mostNamed = 6;

const selectedCurves = {
  ...plain,

  prepare(chart) {
    [...chart.measures, chart.best].forEach(sharePositions);
    chart.curves = chart.measures.map(measure => new Map(measure.data.map(curve => [curve[0], curve])));
    chart.marks = [];
    chart.right = 64;
    if (chart.overview) chart.background = { ...chart.measures[0], name: 'All trials', role: 'background', quiet: true, within: usual(chart.measures[0]) };
    chart.series = chart.background ? [chart.background] : chart.measures;
  },

  options(chart) {
    chooseCurves(chart);
    return plain.options(chart);
  },

  legend(chart) {
    const ink = { color: color('ink'), symbol: 'none', width: 2 };
    const measures = chart.measures.map(({ name }, index) => ({ name, picture: swatch({ kind: 'line' }, { ...ink, dash: dashes[index] }) }));
    const others = [{ ...chart.best, data: [] }, ...(chart.background ? [chart.background] : [])];
    const style = looks({ series: others });
    return [...measures, ...others.map((series, index) => ({ name: series.name, picture: swatch(series, style[index]) }))];
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

// More than a few are told apart by hovering only.
function manyCurves(chart, keys) {
  return chart.measures.map((measure, index) => ({
    kind: 'curves', name: measure.name, role: 'data', tone: index, data: keys.flatMap(key => chart.curves[index].get(key) ? [chart.curves[index].get(key)] : []),
  }));
}
