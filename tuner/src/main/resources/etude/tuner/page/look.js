// How each kind of series looks: a colour of page.css, and a shape or a dash pattern that says the same in grey.

const svgNamespace = 'http://www.w3.org/2000/svg';
const star = 'M0,-10 L2.94,-4.05 9.51,-3.09 4.76,1.55 5.88,8.09 0,5 -5.88,8.09 -4.76,1.55 -9.51,-3.09 -2.94,-4.05 Z';
const cross = 'M-5,-3.4 L-3.4,-5 0,-1.6 3.4,-5 5,-3.4 1.6,0 5,3.4 3.4,5 0,1.6 -3.4,5 -5,3.4 -1.6,0 Z';
const symbols = ['circle', 'rect', 'triangle', 'diamond'];
const dashes = ['solid', [7, 3], [2, 3], [9, 3, 2, 3]];

// The value of a custom property as the page shows it now, light or dark.
function color(name) {
  const probe = document.createElement('i');
  probe.style.color = 'var(--' + name + ')';
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function looks(chart) {
  let data = 0;
  return chart.series.map(series => {
    if (series.kind === 'failed') return { color: color('failed'), symbol: 'cross' };
    if (series.role === 'failed') return { color: color('failed'), symbol: 'path://' + cross, size: 11 };
    if (series.role === 'best' && series.kind === 'staircase') return { color: color('best'), symbol: 'none', dash: 'solid', width: 2 };
    if (series.role === 'best') return { color: color('best'), symbol: 'path://' + star, size: 17 };
    if (series.role === 'reference') return { color: color('reference'), symbol: 'none', dash: [5, 5], width: 1.5 };
    if (series.role === 'background' && series.kind === 'trace') return { color: color('reference'), symbol: 'none', dash: 'solid', width: 1 };
    if (series.role === 'background') return { color: color('background-data'), symbol: 'circle', size: 5, dash: 'solid', width: 1 };
    const place = series.tone ?? data++;
    const index = place % symbols.length;
    const dash = (index + Math.floor(place / symbols.length)) % dashes.length; // of one colour, others from the fifth on
    const many = series.kind === 'curves';
    return {
      color: color('data-' + (index + 1)), symbol: series.kind === 'trace' ? 'none' : symbols[index], size: 8, dash: many ? 'solid' : dashes[series.dash ?? dash],
      width: many ? 1.2 : 2,
    };
  });
}

// Between the best color and the worst: each step is seen as equally large, in grey and by the color-blind too.
function scaleColors() {
  const stops = [0, 1, 2, 3, 4].map(stop => color('scale-' + stop).match(/[\d.]+/g).slice(0, 3).map(Number));
  return share => {
    const at = Math.min(3, Math.floor(share * 4));
    const channels = stops[at].map((low, channel) => Math.round(low + (share * 4 - at) * (stops[at + 1][channel] - low)));
    return 'rgb(' + channels.join(', ') + ')';
  };
}

// A color as it looks through a veil of the paper's.
function faded(rgb, share) {
  const paperChannels = color('paper').match(/[\d.]+/g).map(Number);
  return 'rgb(' + rgb.match(/[\d.]+/g).slice(0, 3).map((channel, index) => Math.round(share * channel + (1 - share) * paperChannels[index])).join(', ') + ')';
}

// The small picture beside a name, in the legend and in the hover.
function swatch(series, look) {
  const svg = draw(null, 'svg', { viewBox: '0 0 28 14', 'aria-hidden': 'true' });
  const filled = { fill: look.color };
  const stroked = { stroke: look.color, 'stroke-width': look.width || 2, fill: 'none' };
  if (series.kind === 'failed' || series.role === 'failed') {
    draw(svg, 'path', { ...stroked, d: 'M10,3 18,11 M18,3 10,11' });
  } else if (series.kind === 'box') {
    draw(svg, 'path', { ...stroked, 'stroke-width': 1.5, d: 'M3,7 8,7 M20,7 25,7 M8,2 20,2 20,12 8,12 Z M15,2 15,12' });
  } else if (series.kind === 'bar') {
    draw(svg, 'rect', { ...filled, x: 8, y: 1, width: 12, height: 12 });
  } else {
    if (series.kind !== 'scatter') {
      draw(svg, 'path', { ...stroked, d: 'M1,7 27,7', 'stroke-dasharray': Array.isArray(look.dash) ? look.dash.join(' ') : '' });
    }
    if (series.kind !== 'curves') symbolShape(svg, look, filled);
  }
  return svg;
}

function symbolShape(svg, look, filled) {
  if (look.symbol === 'circle') draw(svg, 'circle', { ...filled, cx: 14, cy: 7, r: 4 });
  if (look.symbol === 'rect') draw(svg, 'rect', { ...filled, x: 10, y: 3, width: 8, height: 8 });
  if (look.symbol === 'triangle') draw(svg, 'path', { ...filled, d: 'M14,3 18.5,11 9.5,11 Z' });
  if (look.symbol === 'diamond') draw(svg, 'path', { ...filled, d: 'M14,2 18,7 14,12 10,7 Z' });
  if (look.symbol.startsWith('path')) draw(svg, 'path', { ...filled, d: star, transform: 'translate(14,7.5) scale(0.7)' });
}

function draw(parent, name, attributes) {
  const element = document.createElementNS(svgNamespace, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  if (parent) parent.append(element);
  return element;
}
