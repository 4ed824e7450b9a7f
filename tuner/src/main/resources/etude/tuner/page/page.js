// Draws the charts of the page when they come near the window, and again when the theme, the width or the paper changes.

const root = document.documentElement;
const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const kinds = { chart: plain, 'count-grid': countGrid, pairs, parallel, 'selected-curves': selectedCurves };
const charts = [...document.querySelectorAll('.plot')].map(read);
const paper = { width: 400, height: 280 };

function read(box) {
  const chart = JSON.parse(document.getElementById('data-' + box.id).textContent);
  const legend = [...box.parentElement.querySelectorAll('.legend button[aria-pressed]')];
  Object.assign(chart, { box, legend, kind: kinds[chart.kind], instance: null });
  chart.kind.prepare(chart);
  listen(chart);
  return chart;
}

function show(chart) {
  if (!chart.instance) create(chart);
  chart.instance.setOption(chart.kind.options(chart), { notMerge: true });
  chart.kind.legend(chart).forEach(({ name, picture }, index) => {
    const button = chart.legend[index];
    button.firstElementChild.replaceWith(picture);
    if (button.ariaPressed === 'false') chart.instance.dispatchAction({ type: 'legendUnSelect', name });
  });
  chart.kind.drawn(chart);
}

// Vector graphics print sharply; beyond some thousand points a canvas is quicker.
function create(chart) {
  chart.instance = echarts.init(chart.box, null, { renderer: chart.kind.size(chart) > 3000 ? 'canvas' : 'svg' });
  // Later, because ECharts changes the state of what was clicked by itself, and knows nothing of the other charts.
  chart.instance.on('click', clicked => queueMicrotask(() => chart.kind.clicked(chart, clicked)));
  chart.legend.forEach((button, index) => button.addEventListener('click', () => {
    button.ariaPressed = button.ariaPressed === 'true' ? 'false' : 'true';
    const { name } = chart.kind.legend(chart)[index];
    (chart.hidden ||= new Set())[button.ariaPressed === 'true' ? 'delete' : 'add'](name);
    chart.instance.dispatchAction({ type: 'legendToggleSelect', name });
  }));
  chart.kind.created?.(chart);
  resized.observe(chart.box);
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
const few = document.querySelectorAll('.passed.few:not([open])');
addEventListener('beforeprint', () => {
  printing = { theme: root.dataset.theme };
  root.dataset.theme = 'light';
  few.forEach(details => { details.open = true; });
  charts.forEach(chart => {
    if (!chart.instance) create(chart);
    const size = chart.kind.paper || paper;
    chart.instance.resize(size);
    show(chart);
    chart.box.querySelectorAll('svg').forEach(svg => svg.setAttribute('viewBox', '0 0 ' + size.width + ' ' + size.height));
  });
});
addEventListener('afterprint', () => {
  if (printing.theme) root.dataset.theme = printing.theme; else delete root.dataset.theme;
  printing = false;
  few.forEach(details => { details.open = false; });
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
