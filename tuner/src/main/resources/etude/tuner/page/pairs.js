// Trials over two axes that the reader chooses: a plain chart whose series follow the choice.

const pairs = {
  ...plain,

  prepare(chart) {
    readCases(chart);
    chart.marks = [];
    const choices = [...chart.box.parentElement.querySelectorAll('.choices select')];
    const choose = () => {
      choosePair(chart, ...choices.map(choice => Number(choice.value)));
      chart.marked = [];
    };
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
    chart.series[0].colors = chart.members[0].map(row => between(row.rank));
    return plain.options(chart);
  },

  legend(chart) {
    const [feasible, ...others] = plain.legend(chart);
    feasible.picture.querySelector('circle').setAttribute('fill', scaleColors()(0.5));
    return [feasible, ...others];
  },
};

function choosePair(chart, across, up) {
  chart.pair = [across, up];
  chart.x = chart.axes[across];
  chart.y = chart.axes[up];
  const placed = chart.rows.filter(({ places }) => places[across] !== null && places[up] !== null).reverse();
  chart.members = ['measured', 'best', 'failed'].map(standing => placed.filter(row => row.standing === standing));
  const series = (name, role, rows) => ({
    kind: 'scatter', name, role, data: rows.map(({ key, places }) => [places[across], places[up], null, null, '', key]),
  });
  chart.series = [
    series('Feasible', 'data', chart.members[0]), series('Best', 'best', chart.members[1]), series('Infeasible', 'failed', chart.members[2]),
  ];
  chart.places = places(chart);
  chart.rowAt = ({ seriesIndex, dataIndex }) => chart.members[chart.shown[seriesIndex]][dataIndex];
}
