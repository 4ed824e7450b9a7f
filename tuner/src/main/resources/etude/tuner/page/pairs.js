// Trials over two axes that the reader chooses: a plain chart whose series follow the choice.

const pairs = {
  ...plain,

  prepare(chart) {
    readCases(chart);
    chart.marks = [];
    chart.smoothing = 0;
    chart.surfaceShown = chart.box.parentElement.querySelector('.choices input');
    const choices = [...chart.box.parentElement.querySelectorAll('.choices select')];
    const choose = () => {
      choosePair(chart, ...choices.map(choice => Number(choice.value)));
      chart.marked = [];
    };
    chart.surfaceShown.addEventListener('change', () => show(chart));
    choices.forEach((choice, index) => choice.addEventListener('change', () => {
      // The same axis twice is a line; who asks for it wants the two exchanged.
      if (choice.value === choices[1 - index].value) choices[1 - index].value = String(chart.pair[index]);
      choose();
      show(chart);
    }));
    choose();
  },

  options(chart) {
    const between = scaleColors();
    chart.series.forEach((series, index) => { if (series.role === 'data') series.colors = chart.members[index].map(row => between(row.rank)); });
    const made = plain.options(chart);
    chart.surface ||= surfaceOf(chart);
    const ground = chart.surface.hull && chart.surfaceShown.checked;
    if (ground) made.series.push(surfaceSeries(chart.surface, { x: placement(chart.x), y: placement(chart.y) }, between));
    return made;
  },

  legend(chart) {
    const entries = plain.legend(chart);
    entries.forEach(({ picture }) => picture.querySelector('circle')?.setAttribute('fill', scaleColors()(0.5)));
    return entries;
  },
};

function choosePair(chart, across, up) {
  chart.pair = [across, up];
  chart.x = chart.axes[across];
  chart.y = chart.axes[up];
  const placed = chart.rows.filter(({ places }) => places[across] !== null && places[up] !== null).reverse();
  chart.members = chart.standings.map(standing => placed.filter(row => row.standing === standing));
  chart.series = chart.standings.map((standing, index) => ({
    kind: 'scatter', name: standing, role: standing === 'measured' ? 'data' : standing,
    data: chart.members[index].map(({ key, places }) => [places[across], places[up], null, null, '', key]),
  }));
  chart.places = places(chart);
  chart.surface = null;
  chart.rowAt = ({ seriesIndex, dataIndex }) => chart.members[chart.shown[seriesIndex]][dataIndex];
}

// Found when it is first looked at, and then said.
function surfaceOf(chart) {
  const [across, up] = chart.pair;
  const found = surface(chart, chart.members.flat().filter(({ standing }) => standing !== 'failed').map(({ places, rank }) => ({ spot: [places[across], places[up]], rank })));
  chart.box.parentElement.querySelector('.why').textContent = found.why;
  chart.surfaceShown.disabled = !found.hull;
  return found;
}
