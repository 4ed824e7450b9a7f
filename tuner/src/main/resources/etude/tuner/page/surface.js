// A smooth surface over two axes: how good trials are around each place, as far as these two axes tell.

const fewestForSurface = 8;
const surfaceCells = 40;
const mostCompared = 200; // all with all: more would make the page wait
const surfaceLevels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

// Kernel regression of ranks (Nadaraya 1964, Watson 1964). Its bandwidths are those which best predict each trial from the others;
// where even that foretells too little, there is no surface. It ends where the trials end, at their convex hull.
function surface(chart, rows) {
  if (rows.length < fewestForSurface) return { why: 'A surface needs ' + fewestForSurface + ' feasible trials with both.' };
  if ([chart.x, chart.y].some(axis => axis.scale === 'category')) return { why: 'A surface needs two ranges.' };
  const [x, y] = [unit(chart.x, rows.map(({ spot }) => spot[0])), unit(chart.y, rows.map(({ spot }) => spot[1]))];
  const points = rows.map(({ spot, rank }) => [x.to(spot[0]), y.to(spot[1]), rank]);
  const hull = convexHull(points);
  const some = points.filter((_, index) => index % Math.ceil(points.length / mostCompared) === 0);
  const best = bandwidths.map(width => ({ width, explained: explained(some, width) })).reduce((one, other) => (other.explained > one.explained ? other : one));
  if (hull.length < 3 || best.explained < leastExplained(some.length)) return { why: 'No surface: from ' + rows.length + ' trials, these two alone do not foretell the rank of others.' };
  return {
    hull: hull.map(([across, up]) => [x.from(across), y.from(up)]), bands: bands(points, best.width, x, y),
    why: 'The surface foretells ' + Math.round(100 * best.explained) + ' % of the variance of the ranks of trials that it has not seen.',
  };
}

// Of 1,000 made-up studies of 8, 12, 20, 40 and 80 trials whose ranks had nothing to do with the axes, about 5 % had a surface.
const leastExplained = trials => 0.08 + 3.7 / trials;

// One for each axis; the widest is for an axis that tells nothing.
const widths = [0.07, 0.12, 0.2, 0.35, 100];
const bandwidths = widths.flatMap(across => widths.map(up => [across, up]));

// Places on an axis, as shares of the way between the outermost values.
function unit(axis, values) {
  const length = flat(axis);
  const ends = [Math.min(...values.map(length)), Math.max(...values.map(length))];
  const span = ends[1] - ends[0] || 1;
  const unflat = { log: at => Math.pow(10, at), 'log-below': at => axis.limit - Math.pow(10, -at) }[axis.scale] || (at => at);
  return { to: value => (length(value) - ends[0]) / span, from: share => unflat(ends[0] + share * span) };
}

function smoothed(points, width, x, y, without) {
  let sum = 0;
  let weights = 0;
  points.forEach(([px, py, rank]) => {
    if (without && px === x && py === y) return;
    const weight = Math.exp(-(((x - px) / width[0]) ** 2 + ((y - py) / width[1]) ** 2) / 2) + 1e-300;
    sum += weight * rank;
    weights += weight;
  });
  return weights > 0 ? sum / weights : 0.5;
}

// The share of the variance of ranks that is foretold for each trial from those at other places: arms may share their points.
function explained(points, width) {
  const mean = points.reduce((sum, [, , rank]) => sum + rank, 0) / points.length;
  let left = 0;
  let all = 0;
  points.forEach(([x, y, rank]) => {
    left += (rank - smoothed(points, width, x, y, true)) ** 2;
    all += (rank - mean) ** 2;
  });
  return all > 0 ? 1 - left / all : 0;
}

// Andrew's monotone chain (1979).
function convexHull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = list => {
    const chain = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a, b, c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

// For each level the polygons on which the surface is at most so high, cell by cell, in values of the axes.
function bands(points, width, x, y) {
  const at = Array.from({ length: surfaceCells + 1 }, (_, index) => index / surfaceCells);
  const heights = at.map(up => at.map(across => smoothed(points, width, across, up)));
  return surfaceLevels.map(level => {
    const polygons = [];
    for (let row = 0; row < surfaceCells; row++) {
      for (let column = 0; column < surfaceCells; column++) {
        const corners = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1]].map(([c, r]) => [at[c], at[r], heights[r][c]]);
        const polygon = below(corners, level);
        if (polygon.length > 2) polygons.push(polygon.map(([across, up]) => [x.from(across), y.from(up)]));
      }
    }
    return { level, polygons };
  });
}

// The part of a cell that lies below a level, with its heights linear between corners.
function below(corners, level) {
  const polygon = [];
  corners.forEach((corner, index) => {
    const next = corners[(index + 1) % corners.length];
    if (corner[2] <= level) polygon.push(corner);
    if ((corner[2] <= level) === (next[2] <= level)) return;
    const share = (level - corner[2]) / (next[2] - corner[2]);
    polygon.push([corner[0] + share * (next[0] - corner[0]), corner[1] + share * (next[1] - corner[1])]);
  });
  return polygon;
}

// Drawn once, as one element: from the whole hull in the worst color to the best parts in the best.
function surfaceSeries(made, place, between) {
  const spot = (api, [across, up]) => api.coord([place.x(across), place.y(up)]).map(value => value.toFixed(1)).join(',');
  const path = (api, polygons) => polygons.map(polygon => 'M' + polygon.map(point => spot(api, point)).join('L') + 'Z').join('');
  const band = (pathData, share) => {
    const fill = faded(between(share), 0.55);
    return { type: 'path', shape: { pathData }, style: { fill, stroke: fill, lineWidth: 0.7 } };
  };
  return {
    type: 'custom', silent: true, z: 1, tooltip: { show: false }, data: [made.hull[0].map((value, index) => (index ? place.y(value) : place.x(value)))],
    renderItem: (params, api) => {
      const outline = made.hull.map(point => api.coord([place.x(point[0]), place.y(point[1])]));
      return {
        type: 'group', clipPath: { type: 'polygon', shape: { points: outline } },
        children: [band(path(api, [made.hull]), 0.95), ...[...made.bands].reverse().map(({ level, polygons }) => band(path(api, polygons), level - 0.05))],
      };
    },
  };
}
