// What hovering says. Built as elements, never as HTML text, so that names from users stay text.

function tooltip(chart, style) {
  const together = chart.series.every(series => ['line', 'trace', 'bar', 'failed'].includes(series.kind) || series.quiet);
  return {
    trigger: together ? 'axis' : 'item', confine: true, transitionDuration: 0,
    axisPointer: { type: 'line', lineStyle: { color: color('soft'), type: 'dotted' }, label: { show: false }, z: 0 },
    backgroundColor: color('paper'), borderColor: color('rule'), padding: [8, 12],
    textStyle: { color: color('ink') },
    formatter: hovered => tip(chart, style, Array.isArray(hovered) ? hovered : [hovered]),
  };
}

function tip(chart, style, hovered) {
  if (chart.rows) return caseTip(chart, hovered[0]);
  const box = element('div', 'tip');
  let header = '';
  for (const { seriesId, seriesIndex, dataIndex } of hovered) {
    const index = chart.shown[seriesIndex];
    if (index === undefined || chart.series[index].quiet) continue;
    const series = chart.series[index];
    const datum = series.data[dataIndex];
    const at = series.kind === 'curves' ? '' : position(chart, datum[0]);
    const row = element('div');
    row.append(swatch(series, style[index]), line(chart, series, datum, dataIndex));
    if (header && at && header !== at) row.lastChild.append(element('span', 'soft', 'at ' + at));
    header = header || at;
    box.append(row);
  }
  if (chart.hovered) box.append(element('div', 'soft', 'Trial ' + chart.hovered + ': click to see its curves'));
  if (header) box.prepend(element('b', '', header));
  return box.childElementCount > 0 ? box : null;
}

function position(chart, x) {
  return chart.x.scale === 'category' ? chart.x.names[x] : chart.x.name + ' ' + withUnit(x, chart.x);
}

function line(chart, series, datum, dataIndex) {
  const text = element('span');
  const say = (words, soft) => words && text.append(element('span', soft ? 'soft' : '', words), ' ');
  say(series.kind === 'curves' ? 'Trial ' + datum[0] : series.said || series.name, true);
  if (series.kind === 'failed') {
    if (datum[1] !== null) say(withUnit(datum[1], chart.y));
    say(datum[4]);
  } else if (series.kind === 'box') {
    say('median ' + withUnit(datum[3], chart.y));
    say('half within ' + bare(datum[2], chart.y) + ' – ' + bare(datum[4], chart.y), true);
  } else if (series.kind === 'trace' && series.stride > 1) {
    const index = Math.floor(dataIndex / 2);
    say(bare(series.lowest[index], chart.y) + ' – ' + withUnit(series.highest[index], chart.y));
    say('in ' + series.stride + ' steps' + (series.smooth ? ',' : ''), true);
  } else if (series.kind !== 'curves') {
    say(withUnit(datum[1], chart.y));
    if (datum[2] != null) say(bare(datum[2], chart.y) + ' – ' + bare(datum[3], chart.y), true);
    say(datum[4]);
  }
  if (series.smooth?.[dataIndex] != null) say('smoothed ' + bare(series.smooth[dataIndex], chart.y), true);
  return text;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
