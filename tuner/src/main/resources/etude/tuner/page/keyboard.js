// Points by keyboard: arrows walk them in a chart that has the focus, a screen reader says what hovering would show, Enter selects.

const said = element('div', 'said');
said.setAttribute('role', 'status');
document.body.append(said);

function listen(chart) {
  chart.box.addEventListener('keydown', event => {
    const act = {
      ArrowRight: () => walk(chart, 1, 0), ArrowLeft: () => walk(chart, -1, 0), ArrowDown: () => walk(chart, 0, 1), ArrowUp: () => walk(chart, 0, -1),
      Home: () => walk(chart, -Infinity, 0), End: () => walk(chart, Infinity, 0),
      Enter: () => chart.stop?.key && toggleSelected(chart.stop.key), ' ': () => chart.stop?.key && toggleSelected(chart.stop.key),
      Escape: () => leave(chart),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (!chart.instance) show(chart);
    act();
  });
  chart.box.addEventListener('blur', () => leave(chart));
}

// Along a series, or to the nearest point of the next one.
function walk(chart, along, across) {
  const groups = chart.kind.stops(chart).filter(group => group.length > 0);
  if (groups.length === 0) return;
  const { group = 0, at = -1, stop } = chart.walked || {};
  const next = Math.max(0, Math.min(groups.length - 1, group + across));
  const stops = groups[next];
  let place = across === 0 || !stop ? Math.max(0, Math.min(stops.length - 1, at + along)) : nearest(stops, stop.x);
  if (at < 0 && along !== Infinity) place = 0;
  chart.walked = { group: next, at: place, stop: stops[place] };
  chart.stop = stops[place];
  chart.instance.dispatchAction({ type: 'downplay' });
  chart.instance.dispatchAction({ type: 'highlight', ...spotOf(chart.stop) });
  chart.instance.dispatchAction({ type: 'showTip', ...spotOf(chart.stop) });
  const words = chart.kind.say(chart, chart.stop);
  said.textContent = words ? [...words.children].map(part => part.textContent).join('; ') : '';
}

function spotOf({ seriesIndex, dataIndex }) {
  return { seriesIndex, dataIndex };
}

function nearest(stops, x) {
  return stops.reduce((best, stop, index) => (Math.abs(stop.x - x) < Math.abs(stops[best].x - x) ? index : best), 0);
}

function leave(chart) {
  chart.walked = chart.stop = undefined;
  chart.instance?.dispatchAction({ type: 'downplay' });
  chart.instance?.dispatchAction({ type: 'hideTip' });
}
