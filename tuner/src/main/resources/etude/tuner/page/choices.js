// What a reader chooses about a chart: smoothing, the scale of the vertical axis, steps or minutes. Charts without such choices stay as they are.

function readChoices(chart) {
  const find = selector => chart.box.parentElement.querySelector('.choices ' + selector);
  const [smoothing, log, time] = [find('.smoothing'), find('.log'), find('.time')];
  chart.smoothing = 0;
  chart.steps = chart.x;
  const on = (control, event, act) => control?.addEventListener(event, () => { act(); chart.kind.chosen(chart); show(chart); });
  on(smoothing, 'input', () => { chart.smoothing = Number(smoothing.value); smoothing.nextElementSibling.textContent = smoothing.value; });
  on(log, 'change', () => { chart.y = log.checked ? { ...chart.y, scale: 'log', base: 10 } : { ...chart.y, scale: 'linear', base: undefined }; });
  on(time, 'change', () => { chart.x = time.value === 'minutes' ? { name: 'Time in training', unit: 'min', scale: 'linear' } : chart.steps; });
  chart.clock = new Map((chart.clocks || []).map(([key, steps, minutes]) => [key, { steps, minutes }]));
}

// Where a step stands on the axis that was chosen; nowhere where its minutes are not known.
function moment(chart, key, step) {
  if (chart.x === chart.steps) return step;
  const clock = chart.clock.get(key || '') || chart.clock.get('');
  if (!clock) return null;
  const { steps, minutes } = clock;
  let index = 1;
  while (index < steps.length - 1 && steps[index] < step) index++;
  const share = (step - steps[index - 1]) / (steps[index] - steps[index - 1]);
  return minutes[index - 1] + share * (minutes[index] - minutes[index - 1]);
}

// The series with what they have at the places of the axis that was chosen.
function timed(chart, series) {
  if (chart.x === chart.steps) return series;
  if (series.kind === 'curves') {
    const data = series.data.map(([key, x, y]) => [key, x.map(step => moment(chart, key, step)), y]);
    return { ...series, data: data.filter(([, x]) => x[0] !== null) };
  }
  const data = series.data.map(datum => [moment(chart, keyOf(series, datum), datum[0]), ...datum.slice(1)]);
  return { ...series, data: data.filter(([x]) => x !== null) };
}

// A trace as the points of a line: of neighbouring steps the highest at the first of them, the lowest at the last.
function traced(series) {
  if (series.kind !== 'trace') return series;
  const [mean, lowest = mean, highest = mean] = series.data;
  const { stride } = series;
  const data = mean.flatMap((value, index) => {
    const step = 1 + index * stride;
    return stride === 1 ? [[step, value]] : [[step, highest[index]], [step + stride - 1, lowest[index]]];
  });
  return { ...series, data, means: stride === 1 ? mean : mean.flatMap(value => [value, value]), lowest, highest };
}

// Exponential moving average, with its start corrected for its bias, as TensorBoard has it (Kingma and Ba 2014).
function averaged(values, weight) {
  let last = 0;
  let seen = 0;
  return values.map(value => {
    if (value === null || value === undefined) return null;
    last = last * weight + (1 - weight) * value;
    seen++;
    return last / (1 - Math.pow(weight, seen));
  });
}

// What is smoothed of a series: the means of a trace; of a chart without traces, the values of its lines.
function smoothValues(chart, series) {
  const kind = chart.series.some(other => other.kind === 'trace') ? 'trace' : 'line';
  if (chart.smoothing === 0 || series.kind !== kind || series.quiet) return null;
  if (kind === 'line') return averaged(series.data.map(([, value]) => value), chart.smoothing);
  if (series.stride === 1) return averaged(series.means, chart.smoothing);
  const once = averaged(series.means.filter((_, index) => index % 2 === 0), chart.smoothing);
  return once.flatMap(value => [value, value]);
}
