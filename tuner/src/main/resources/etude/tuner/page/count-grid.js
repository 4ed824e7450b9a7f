// Counts in the cells of a square: a confusion matrix, or predictions against targets.

const countGrid = {
  paper: { width: 400, height: 400 },

  prepare(chart) {
    chart.named = chart.x.scale === 'category';
    chart.totals = new Map();
    chart.cells.forEach(([, y, count]) => chart.totals.set(y, (chart.totals.get(y) || 0) + count));
    chart.series = [{ kind: 'grid' }];
  },

  size: chart => chart.cells.length,

  options(chart) {
    const ends = { low: chart.from, high: chart.to };
    const room = (chart.instance.getWidth() - 90) / chart.size;
    const upright = chart.named && Math.max(...chart.x.names.map(name => name.length)) * 7 > room;
    const axis = (which, more) => {
      const made = axisOptions(which, ends, () => 6, { splitLine: { show: false }, ...more });
      if (!chart.named) return { ...made, min: chart.from, max: chart.to };
      const cut = which.names.some(name => name.length > 13) ? { width: 90, overflow: 'truncate' } : {};
      return { ...made, axisLabel: { ...made.axisLabel, ...cut, hideOverlap: true, interval: chart.size <= 25 ? 0 : 'auto', rotate: upright && more.name ? 90 : 0 } };
    };
    return {
      animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      title: { text: shortLabel(chart.y), left: 0, top: 3, padding: 0, textStyle: { color: color('soft'), fontSize: 12, fontWeight: 'normal' } },
      grid: { left: 2, right: 14, top: 28, bottom: 6, outerBoundsMode: 'same', outerBoundsContain: 'all' },
      xAxis: axis(chart.x, { name: shortLabel(chart.x), nameLocation: 'middle', nameGap: upright ? 80 : 28 }),
      yAxis: axis(chart.y, { inverse: chart.named }),
      series: [cellSeries(chart), ...(chart.named ? [] : [rightSeries(chart)])],
      tooltip: { ...tooltip(chart), trigger: 'item', formatter: ({ dataIndex }) => cellTip(chart, dataIndex) },
    };
  },

  legend: () => [],

  drawn() {},

  select() {},

  clicked() {},

  stops: chart => [...chart.totals.keys()].sort((a, b) => a - b).map(row => chart.cells
    .map(([x, y], dataIndex) => ({ seriesIndex: 0, dataIndex, x, y })).filter(({ y }) => y === row)),

  say: (chart, { dataIndex }) => cellTip(chart, dataIndex),
};

// Mistakes by their share of the row, numbers by their count; small ones are lifted so that they are seen.
function cellSeries(chart) {
  const most = Math.max(...chart.cells.map(([, , count]) => count));
  const [ink, paperColor, soft] = ['data-1', 'paper', 'soft'].map(color);
  const width = (chart.to - chart.from) / chart.size;
  return {
    type: 'custom', encode: { x: 0, y: 1 }, clip: true, data: chart.cells.map(([x, y]) => [chart.from + (x + 0.5) * width, chart.from + (y + 0.5) * width]),
    renderItem: (params, api) => {
      const [x, y, count] = chart.cells[params.dataIndex];
      const [across, up] = api.coord([api.value(0), api.value(1)]);
      const [w, h] = api.size([width, width]).map(Math.abs);
      const right = chart.named && x === y;
      const strength = chart.named ? count / chart.totals.get(y) : count / most;
      const fill = right ? color('panel') : faded(ink, 0.12 + 0.88 * Math.sqrt(strength));
      const cell = { type: 'rect', shape: { x: across - w / 2, y: up - h / 2, width: w, height: h }, style: { fill, stroke: paperColor, lineWidth: chart.named && chart.size <= 25 ? 1 : 0 }, emphasis: { style: { stroke: color('ink'), lineWidth: 2 } } };
      if (!chart.named || w < 7 * String(count).length + 4 || h < 13) return cell;
      const label = { text: String(count), x: across, y: up, align: 'center', verticalAlign: 'middle', fontSize: 12, fill: right ? soft : strength > 0.25 ? paperColor : color('ink') };
      return { type: 'group', children: [cell, { type: 'text', silent: true, style: label }] };
    },
  };
}

function rightSeries(chart) {
  const lineStyle = { color: color('ink'), type: [5, 5], width: 1.25 };
  return { type: 'line', data: [[chart.from, chart.from], [chart.to, chart.to]], symbol: 'none', silent: true, z: 5, lineStyle, tooltip: { show: false } };
}

function cellTip(chart, dataIndex) {
  if (!chart.cells[dataIndex]) return null;
  const [x, y, count] = chart.cells[dataIndex];
  const width = (chart.to - chart.from) / chart.size;
  const cell = (axis, at) => axis.name + ' ' + (chart.named ? axis.names[at] : number(chart.from + at * width) + ' – ' + number(chart.from + (at + 1) * width));
  const box = element('div', 'tip');
  box.append(element('b', '', cell(chart.y, y)), element('b', '', cell(chart.x, x)));
  const share = Math.round(1000 * count / chart.totals.get(y)) / 10;
  box.append(element('div', '', chart.named ? number(count) + ' of ' + number(chart.totals.get(y)) + ' examples, ' + share + ' %' : number(count) + ' examples'));
  return box;
}
