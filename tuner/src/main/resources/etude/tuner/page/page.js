// Draws the charts of the page when they come near the window, and again when the theme, the width or the paper changes.

const root = document.documentElement;
const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const charts = [...document.querySelectorAll('.plot')].map(read);
const selected = new Set();
const paper = { width: 400, height: 280 };

function read(box) {
  const chart = JSON.parse(document.getElementById('data-' + box.id).textContent);
  let x = null;
  for (const series of chart.series) {
    if (series.kind !== 'curves') continue;
    for (const curve of series.data) x = curve[1] = curve[1] || x;
  }
  const legend = [...box.parentElement.querySelectorAll('.legend button')];
  return { ...chart, box, legend, places: places(chart), marked: [], instance: null };
}

// Where each key is drawn: key -> [[series, index in its data], ...].
function places(chart) {
  const found = new Map();
  chart.series.forEach((series, index) => series.data.forEach((datum, at) => {
    const key = keyOf(series, datum);
    if (!key) return;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push([index, at]);
  }));
  return found;
}

function keyOf(series, datum) {
  if (series.kind === 'curves') return datum[0];
  return series.kind === 'failed' ? datum[2] : datum[5];
}

function show(chart) {
  if (!chart.instance) create(chart);
  chart.style = looks(chart);
  const made = options(chart, chart.style, chart.instance.getWidth());
  chart.shown = made.series.map(series => series.etude);
  chart.instance.setOption(made, { notMerge: true });
  chart.legend.forEach((button, index) => {
    button.firstElementChild.replaceWith(swatch(chart.series[index], chart.style[index]));
    if (button.ariaPressed === 'false') chart.instance.dispatchAction({ type: 'legendUnSelect', name: chart.series[index].name });
  });
  applySelection(chart, []);
}

// Vector graphics print sharply; beyond some thousand points a canvas is quicker.
function create(chart) {
  const size = chart.series.reduce((sum, { kind, data }) => sum + data.length * (kind === 'curves' ? 50 : 1), 0);
  chart.instance = echarts.init(chart.box, null, { renderer: size > 3000 ? 'canvas' : 'svg' });
  // Later, because ECharts changes the state of what was clicked by itself, and knows nothing of the other charts.
  chart.instance.on('click', clicked => queueMicrotask(() => toggleSelected(chart, clicked)));
  chart.legend.forEach((button, index) => button.addEventListener('click', () => {
    button.ariaPressed = button.ariaPressed === 'true' ? 'false' : 'true';
    chart.instance.dispatchAction({ type: 'legendToggleSelect', name: chart.series[index].name });
  }));
  resized.observe(chart.box);
}

function toggleSelected(chart, { seriesIndex, dataIndex }) {
  const series = chart.series[chart.shown[seriesIndex]];
  const key = series && keyOf(series, series.data[dataIndex]);
  if (key) select(selected.has(key) ? [...selected].filter(other => other !== key) : [...selected, key]);
  else mark(chart, 'unselect', [[chart.shown[seriesIndex], dataIndex]]);
}

// Selects what the keys name, in every chart, and tells the page; the tables of a report listen.
function select(keys) {
  selected.clear();
  keys.forEach(key => selected.add(String(key)));
  charts.filter(chart => chart.instance).forEach(chart => applySelection(chart));
  document.dispatchEvent(new CustomEvent('etude:select', { detail: [...selected] }));
}

// Only what changes is told to ECharts: each telling repaints the chart.
function applySelection(chart, shownBefore = chart.marked) {
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

const redraw = () => charts.filter(chart => chart.instance).forEach(show);

const resized = new ResizeObserver(entries => requestAnimationFrame(() => entries.forEach(({ target }) => {
  const chart = charts.find(({ box }) => box === target);
  if (printing || chart.instance.getWidth() === target.clientWidth) return;
  chart.instance.resize();
  show(chart);
})));

function isDark() {
  return root.dataset.theme ? root.dataset.theme === 'dark' : darkSystem.matches;
}

const toggle = document.getElementById('theme');
const nameToggle = () => { toggle.textContent = isDark() ? 'Light' : 'Dark'; };
toggle.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  nameToggle();
  redraw();
});
darkSystem.addEventListener('change', () => {
  nameToggle();
  redraw();
});
nameToggle();

// Paper is white and of unknown width: everything is drawn small, in light colours, to be scaled by the style; afterwards all is put back.
let printing = false;
addEventListener('beforeprint', () => {
  printing = { theme: root.dataset.theme };
  root.dataset.theme = 'light';
  charts.forEach(chart => {
    if (!chart.instance) create(chart);
    chart.instance.resize(paper);
    show(chart);
    chart.box.querySelectorAll('svg').forEach(svg => svg.setAttribute('viewBox', '0 0 ' + paper.width + ' ' + paper.height));
  });
});
addEventListener('afterprint', () => {
  if (printing.theme) root.dataset.theme = printing.theme; else delete root.dataset.theme;
  printing = false;
  charts.forEach(chart => {
    chart.box.querySelectorAll('svg').forEach(svg => svg.removeAttribute('viewBox'));
    chart.instance.resize({ width: 'auto', height: 'auto' });
    show(chart);
  });
});

const near = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).forEach(({ target }) => {
  near.unobserve(target);
  setTimeout(() => show(charts.find(({ box }) => box === target))); // each on its own, so that the page stays responsive
}), { rootMargin: '400px' });
charts.forEach(({ box }) => near.observe(box));

window.etude = { charts, select, selected };
