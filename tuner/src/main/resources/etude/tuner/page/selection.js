// What is selected on the page, by key; each kind of chart shows it in its own way.

const selected = new Set();

// Selects what the keys name, in every chart, and tells the page; the tables of a report listen.
function select(keys) {
  selected.clear();
  keys.forEach(key => selected.add(String(key)));
  charts.filter(chart => chart.instance).forEach(chart => chart.kind.select(chart));
  document.dispatchEvent(new CustomEvent('etude:select', { detail: [...selected] }));
}

function toggleSelected(key) {
  select(selected.has(key) ? [...selected].filter(other => other !== key) : [...selected, key]);
}
