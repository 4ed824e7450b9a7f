// From the description of a chart (ChartJson.java) to the options of ECharts.

// Beyond so many points, the symbols of a line run into each other and only hovering shows them.
const mostSymbols = 60;

function options(chart, style, width) {
  const extents = extent(chart);
  const up = placement(chart.y);
  extents.place = { x: placement(chart.x), y: value => up(limited(chart.y, value)) };
  const marks = chart.marks.length > 0 ? [markSeries(chart, extents)] : [];
  const drawn = chart.series.flatMap((series, index) => seriesOptions(chart, series, style[index], index, extents));
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    // The title stands for the name of the y axis, which ECharts would put over the labels or on its side.
    title: { text: shortLabel(chart.y), z: 70, left: 0, top: 3, padding: 0, textStyle: { color: color('soft'), fontSize: 12, fontWeight: 'normal' } },
    grid: { left: 2, right: chart.right || 14, top: 40, bottom: 6, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    legend: { show: false, data: chart.series.map(series => series.name) },
    xAxis: axisOptions(chart.x, extents.x, texts => (width - 80) / (7 * Math.max(...texts.map(text => text.length)) + 6), {
      name: shortLabel(chart.x), nameLocation: 'middle', nameGap: chart.x.notes ? 43 : 28, splitLine: { show: false },
    }),
    yAxis: axisOptions(chart.y, extents.y, () => 8, {
      axisLine: { show: false }, axisTick: { show: false },
    }),
    series: [...drawn, ...marks],
    tooltip: tooltip(chart, style),
  };
}

// The smallest and largest value of each axis: of what a series says, of whiskers and of marks.
function extent(chart) {
  const x = range(chart.x);
  const y = range(chart.y);
  for (const series of chart.series) {
    for (const datum of series.data) {
      if (series.kind === 'curves') {
        datum[1].forEach(x.add);
        datum[2].forEach(value => { if (!series.within || within(value, series.within)) y.add(value); });
      } else {
        x.add(datum[0]);
        datum.slice(1, series.kind === 'box' ? 6 : 4).forEach(y.add);
      }
    }
    if (series.kind === 'bar') y.add(0);
  }
  chart.marks.forEach(mark => (mark.axis === 'x' ? x : y).add(mark.at));
  x.symbols = chart.series.some(series => series.kind !== 'curves');
  x.tight = chart.series.every(series => ['curves', 'line', 'trace', 'staircase'].includes(series.kind) || series.quiet);
  return { x, y };
}

function within(value, [low, high]) {
  return value >= low && value <= high;
}

// What lies beyond the limits of an axis is drawn at its end.
function limited(axis, value) {
  const [low, high] = axis.limits || [null, null];
  if (value === null || value === undefined) return value;
  return Math.min(high ?? Infinity, Math.max(low ?? -Infinity, value));
}

function range(axis) {
  const found = { low: Infinity, high: -Infinity, symbols: true };
  found.add = value => {
    if (value === null || value === undefined || (axis.scale === 'log' && value <= 0)) return;
    const shown = limited(axis, value);
    if (shown < found.low) found.low = shown;
    if (shown > found.high) found.high = shown;
  };
  return found;
}

function seriesOptions(chart, series, look, index, extents) {
  const { place } = extents;
  const common = { name: series.name, color: look.color, z: 2 + index, selectedMode: false, tooltip: { show: !series.quiet } };
  const spots = ['line', 'trace', 'staircase', 'scatter', 'bar'].includes(series.kind) ? series.data.map(point => [place.x(point[0]), place.y(point[1])]) : [];
  const chosen = { itemStyle: { color: look.color, borderColor: color('ink'), borderWidth: 2 } };
  const main = { ...common, etude: index };
  switch (series.kind) {
    case 'line':
    case 'trace':
    case 'staircase': {
      const symbol = series.role === 'data' ? look.symbol : 'none';
      const line = {
        ...main, type: 'line', data: spots, symbol, step: series.kind === 'staircase' && 'end', symbolSize: look.size,
        lineStyle: { color: look.color, type: look.dash, width: spots.length > 100 ? 1.25 : look.width }, emphasis: { disabled: true }, clip: true,
        triggerLineEvent: Boolean(series.key), showSymbol: spots.length <= mostSymbols && !series.said && series.kind !== 'trace',
      };
      return [...smoothedLine(chart, series, line, common), ...whiskers(series, look, common, place)];
    }
    case 'scatter': {
      const data = spots.map((value, at) => ({
        ...(series.colors ? coloredPoint(value, series.colors[at]) : { value }), ...beyond(chart.y, series.data[at][1]),
      }));
      const scatter = {
        ...main, type: 'scatter', data, symbol: look.symbol, symbolSize: look.size,
        itemStyle: { opacity: series.role === 'data' ? 0.8 : 1 }, selectedMode: 'multiple', select: chosen,
      };
      return [scatter, ...whiskers(series, look, common, place)];
    }
    case 'bar':
      return [{ ...main, type: 'bar', data: spots, barMaxWidth: 40 },
        ...whiskers(series, look, common, place)];
    case 'box':
      return [{
        ...main, type: 'boxplot', data: series.data, encode: { x: 0, y: [1, 2, 3, 4, 5] },
        itemStyle: { color: color('panel'), borderColor: look.color, borderWidth: 1.5 }, boxWidth: [8, 36],
      }];
    case 'failed':
      return [crosses(series, look, main, extents)];
    default:
      return [curves(series, look, main)];
  }
}

// Where it is smoothed, what was measured stays faint behind.
function smoothedLine(chart, series, line, common) {
  series.smooth = smoothValues(chart, series);
  if (series.kind === 'trace') line.lineStyle = { ...line.lineStyle, width: 1 };
  if (!series.smooth) return [line];
  const place = placement(chart.y);
  const data = series.smooth.map((value, index) => [line.data[index][0], value === null ? null : place(limited(chart.y, value))]);
  const behind = { ...line, lineStyle: { ...line.lineStyle, opacity: 0.25 }, showSymbol: false };
  return [behind, { ...common, type: 'line', data, symbol: 'none', silent: true, z: common.z + 20, lineStyle: { ...line.lineStyle, width: 2 } }];
}

// A triangle at the edge, pointing to where the value lies.
function beyond(axis, value) {
  const shown = limited(axis, value);
  return shown === value ? {} : { symbol: 'triangle', symbolSize: 10, symbolRotate: value > shown ? 0 : 180 };
}

function coloredPoint(value, fill) {
  const border = { color: fill, borderColor: color('soft'), borderWidth: 0.5, opacity: 1 };
  return { value, itemStyle: border, select: { itemStyle: { ...border, borderColor: color('ink'), borderWidth: 2.5 } } };
}

function whiskers(series, look, common, place) {
  const data = series.data.filter(point => point[2] != null).map(point => [place.x(point[0]), place.y(point[2]), place.y(point[3])]);
  if (data.length === 0) return [];
  return [{
    ...common, type: 'custom', data, encode: { x: 0, y: [1, 2] }, silent: true, clip: true,
    renderItem: (params, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)])[1];
      const style = { stroke: look.color, lineWidth: 1.5, fill: 'none' };
      const bar = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
      return { type: 'group', children: [bar(x, low, x, high), bar(x - 4, low, x + 4, low), bar(x - 4, high, x + 4, high)] };
    },
  }];
}

// Where nothing was measured pinned at the top whatever the scale; the y given to ECharts only makes the hover find them.
function crosses(series, look, main, extents) {
  const top = Number.isFinite(extents.y.high) ? extents.y.high : 1;
  return {
    ...main, type: 'custom', data: series.data.map(datum => [extents.place.x(datum[0]), extents.place.y(datum[1] ?? top)]), encode: { x: 0, y: 1 }, selectedMode: 'multiple',
    renderItem: (params, api) => {
      const [x, height] = api.coord([api.value(0), api.value(1)]);
      const pinned = params.coordSys.y + 9;
      const y = series.data[params.dataIndex][1] === null ? pinned : Math.max(pinned, height);
      const style = { stroke: look.color, lineWidth: 2.5, lineCap: 'round', fill: 'none' };
      return {
        type: 'group',
        children: [
          { type: 'circle', shape: { cx: x, cy: y, r: 10 }, style: { fill: 'rgba(0,0,0,0)' } },
          { type: 'path', shape: { pathData: 'M-5,-5 L5,5 M5,-5 L-5,5' }, x, y, style, select: { style: { lineWidth: 5 } } },
        ],
      };
    },
  };
}

// One element per curve instead of one ECharts series: a thousand of them stay quick.
function curves(series, look, main) {
  const opacity = Math.max(0.12, Math.min(0.9, 4 / Math.sqrt(series.data.length)));
  return {
    ...main, type: 'custom', clip: true, selectedMode: 'multiple', encode: { x: 0, y: 1 },
    data: series.data.map(curve => [curve[1][0], curve[2][0]]),
    renderItem: (params, api) => {
      const [, x, y] = series.data[params.dataIndex];
      const points = [];
      for (let i = 0; i < y.length; i++) if (y[i] !== null) points.push(api.coord([x[i], y[i]]));
      return {
        type: 'polyline', shape: { points },
        style: { stroke: look.color, lineWidth: look.width, fill: 'none', opacity },
        emphasis: { style: { lineWidth: 2.5, opacity: 1 }, z2: 8 },
        select: { style: { stroke: color('ink'), lineWidth: 2.5, opacity: 1 }, z2: 9 },
      };
    },
  };
}

function markSeries(chart, { place, x }) {
  // beside a line at the right end there is room on its left only
  const atEnd = mark => mark.axis === 'x' && place.x(mark.at) > place.x(x.low) + 0.85 * (place.x(x.high) - place.x(x.low));
  const data = chart.marks.map(mark => ({
    [mark.axis === 'x' ? 'xAxis' : 'yAxis']: place[mark.axis](mark.at),
    label: { formatter: () => mark.label, position: mark.axis === 'x' ? 'end' : 'insideEndTop', ...(atEnd(mark) && { align: 'right' }) },
  }));
  return {
    type: 'line', data: [], silent: true, z: 50,
    markLine: {
      symbol: 'none', data, silent: true, precision: 20, lineStyle: { color: color('soft'), type: [2, 3], width: 1.25 },
      label: { color: color('soft'), fontSize: 12, backgroundColor: color('paper'), padding: [1, 3], borderRadius: 3 },
    },
  };
}
