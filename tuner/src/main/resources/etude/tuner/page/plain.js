// The kind of chart whose series stand in the page as they are drawn.

const plain = {
  prepare(chart) {
    chart.series.forEach(sharePositions);
    readChoices(chart);
    chart.measured = chart.series.map(traced);
    plain.chosen(chart);
  },

  chosen(chart) {
    chart.series = chart.measured.map(series => timed(chart, series));
    chart.places = places(chart);
    chart.marked = [];
  },

  size: chart => chart.series.reduce((sum, { kind, data }) => sum + data.length * (kind === 'curves' ? 50 : 1), 0),

  options(chart) {
    chart.style = looks(chart);
    const made = options(chart, chart.style, chart.instance.getWidth());
    chart.shown = made.series.map(series => series.etude);
    return made;
  },

  legend: chart => chart.series.map((series, index) => ({ name: series.name, picture: swatch(series, chart.style[index]) })),

  // The points of each series that is shown, from left to right.
  stops: chart => chart.series.map((series, index) => (series.quiet || chart.hidden?.has(series.name) ? [] : series.data
    .map((datum, dataIndex) => ({
      seriesIndex: chart.shown.indexOf(index), dataIndex, key: keyOf(series, datum), x: series.kind === 'curves' ? datum[1][0] : datum[0], y: datum[1],
    }))
    .filter(({ x, y }) => x !== null && (y !== null || series.kind === 'failed'))
    .sort((a, b) => a.x - b.x))),

  say: (chart, stop) => tip(chart, chart.style, [stop]),

  drawn: chart => applySelection(chart, []),

  select: chart => applySelection(chart, chart.marked),

  clicked(chart, { seriesIndex, dataIndex }) {
    const index = chart.shown[seriesIndex];
    const series = chart.series[index];
    const key = series && keyOf(series, series.data[dataIndex]);
    if (key) toggleSelected(key);
    else mark(chart, 'unselect', [[index, dataIndex]]);
  },
};

// Curves of the same steps name the first of them.
function sharePositions(series) {
  if (series.kind !== 'curves') return;
  for (const curve of series.data) if (!Array.isArray(curve[1])) curve[1] = series.data[curve[1]][1];
}

// Where each key is drawn: key -> [[series, index in its data], ...].
function places(chart) {
  const found = new Map();
  chart.series.forEach((series, index) => series.data.forEach((datum, at) => {
    const key = keyOf(series, datum);
    if (!key || series.key) return;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push([index, at]);
  }));
  return found;
}

function keyOf(series, datum) {
  if (series.kind === 'curves') return datum[0];
  return series.key || datum[5];
}

// Only what changes is told to ECharts: each telling repaints the chart.
function applySelection(chart, shownBefore) {
  chart.marked = [...selected].flatMap(key => chart.places.get(key) || []);
  mark(chart, 'unselect', shownBefore);
  mark(chart, 'select', chart.marked);
}

function mark(chart, type, placesOfKeys) {
  chart.shown.forEach((index, seriesIndex) => {
    const dataIndex = placesOfKeys.filter(([series]) => series === index).map(([, at]) => at);
    if (dataIndex.length > 0) chart.instance.dispatchAction({ type, seriesIndex, dataIndex });
  });
}
