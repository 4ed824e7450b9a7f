// What a reader types to find rows: words, all of which must occur in the columns shown, and comparisons of a column,
// such as `learning_rate < 0.1` or `state: infeasible`. Quotes keep words with spaces together.

const comparisons = /([^\s<>=:!"]+)\s*(<=|>=|!=|<|>|=|:)\s*("[^"]*"|[^\s"]+)/g;
const unfinished = /[^\s<>=:!"]+\s*(<=|>=|!=|<|>|=|:)\s*"?$/;

// The tests that a row must pass, and names that no column has. `names` are those of the columns.
function readFilter(typed, names) {
  const tests = [];
  const unknown = [];
  const words = typed.replace(unfinished, '').replace(comparisons, (all, name, sign, wanted) => {
    const columns = columnsCalled(name.toLowerCase(), names);
    if (columns.length === 0) unknown.push(name);
    else tests.push(row => columns.some(column => compares(row.cells[column], sign, unquoted(wanted))));
    return columns.length === 0 ? all : ' ';
  });
  for (const word of words.match(/"[^"]*"|[^\s"]+/g) || []) {
    const wanted = unquoted(word);
    tests.push(row => row.words.includes(wanted));
  }
  return { passes: row => tests.every(test => test(row)), unknown };
}

const unquoted = text => text.replace(/"/g, '').toLowerCase();

// A name may be shortened to its end or another part; conditional columns of one name, `rate if ...`, belong together.
function columnsCalled(name, names) {
  const plain = names.map(each => each.toLowerCase().replace(/ if .*/, ''));
  const found = plain.find(each => each === name) || plain.find(each => each.endsWith(name)) || plain.find(each => each.includes(name));
  return found === undefined ? [] : plain.flatMap((each, index) => each === found ? [index] : []);
}

// Rates are shown in percent and may be compared with either, 5% or 0.05.
const amount = wanted => wanted.endsWith('%') ? Number(wanted.slice(0, -1)) / 100 : Number(wanted);

function compares(cell, sign, wanted) {
  const equal = (wanted !== '' && cell.value === amount(wanted)) || cell.text.toLowerCase() === wanted;
  switch (sign) {
    case ':': return cell.text.toLowerCase().includes(wanted);
    case '=': return equal;
    case '!=': return !equal;
    case '<': return cell.value < amount(wanted);
    case '<=': return cell.value <= amount(wanted);
    case '>': return cell.value > amount(wanted);
    default: return cell.value >= amount(wanted);
  }
}
