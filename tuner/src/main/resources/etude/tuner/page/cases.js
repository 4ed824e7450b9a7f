// Trials with their hyperparameters and their objective: what parallel coordinates and pairs share.

function readCases(chart) {
  chart.rows = chart.cases.map(([key, note, standing, value, ...places]) => ({ key, note, standing, value, places }));
  const measured = chart.rows.filter(({ value }) => value !== null);
  measured.forEach((row, index) => { row.rank = measured.length > 1 ? index / (measured.length - 1) : 0; });
  chart.standings = ['measured', 'best', 'failed'].filter(standing => chart.rows.some(row => row.standing === standing));
  const scale = chart.box.parentElement.querySelector('.scale');
  if (measured.length === 0) return;
  scale.querySelector('.low').textContent = withUnit(measured[0].value, chart.objective);
  const [median, worst] = [0.5, 1].map(share => withUnit(measured[Math.floor(share * (measured.length - 1))].value, chart.objective));
  scale.querySelector('.high').textContent = worst + ', median ' + median;
}

// All that is known of the hovered case.
function caseTip(chart, hovered) {
  const row = chart.rowAt(hovered);
  if (!row) return null;
  const box = element('div', 'tip');
  box.append(element('b', '', row.note));
  const say = (axis, value) => {
    const line = element('div');
    line.append(element('span', 'soft', axis.name), element('span', '', value === null ? 'none' : valueText(axis, value)));
    box.append(line);
  };
  if (row.value !== null) say(chart.objective, row.value);
  chart.axes.forEach((axis, index) => say(axis, row.places[index]));
  return box;
}

function valueText(axis, value) {
  return axis.scale === 'category' ? axis.names[value] : withUnit(value, axis);
}
