// The sheets of the page: tables to sort, to filter and to choose columns of. Rows with a key are selected together with
// what the plots show of it, through window.etude.select and the event etude:select.

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const mostPicked = 12;
const portion = 100; // rows drawn at once: laying out a thousand of twenty columns takes half a second

document.querySelectorAll('.sheet').forEach(box => {
  const sheet = readSheet(box);
  sortable(sheet);
  filterable(sheet);
  choosable(sheet);
  if (sheet.rows.some(row => row.key)) selectable(sheet);
  sheet.view.style.minHeight = sheet.view.offsetHeight + 'px'; // the page below stays where it is whatever is filtered out
});

document.addEventListener('click', ({ target }) => target.closest('.copy') && copyCommand(target.closest('.copy')));

function readSheet(box) {
  const find = selector => box.querySelector(selector);
  const sheet = {
    box, view: find('.wide'), body: find('tbody'), heads: [...box.querySelectorAll('thead th')],
    typed: find('.filter input'), only: find('.only'), clear: find('.clear'), count: find('.count'), picked: find('.picked'),
    style: find('style'), rowsAre: box.dataset.rowsAre,
  };
  sheet.columns = sheet.heads.map(head => ({ name: head.dataset.name, shown: head.dataset.shown === 'true' }));
  sheet.rows = [...sheet.body.rows].map(readRow);
  sheet.rows.forEach(row => searchWords(sheet, row));
  sheet.matching = [...sheet.rows];
  sheet.drawn = sheet.rows.length;
  return sheet;
}

function readRow(line, index) {
  const cells = [...line.cells].map(place => {
    const command = place.querySelector('code');
    const text = (command || place).textContent;
    const value = place.dataset.value === undefined ? NaN : Number(place.dataset.value);
    return { place, text, value, command: command !== null, rank: Number.isNaN(value) ? (text ? 1 : 2) : 0 };
  });
  return { line, index, cells, key: line.dataset.key, chosen: false };
}

// Only what is shown is searched, so that a reader sees why a row is there; commands would match everything.
function searchWords(sheet, row) {
  row.words = row.cells.filter((cell, column) => sheet.columns[column].shown && !cell.command).map(({ text }) => text).join('\n').toLowerCase();
}

function sortable(sheet) {
  sheet.heads.forEach((head, column) => head.firstElementChild.addEventListener('click', () => {
    const descending = head.ariaSort === 'ascending';
    sheet.heads.forEach(other => other.removeAttribute('aria-sort'));
    head.ariaSort = descending ? 'descending' : 'ascending';
    sheet.rows.sort((a, b) => orderCells(a.cells[column], b.cells[column], descending ? -1 : 1) || a.index - b.index);
    sheet.view.scrollTop = 0;
    applyFilter(sheet);
  }));
}

// Numbers before words before nothing, in both directions.
function orderCells(a, b, direction) {
  if (a.rank !== b.rank) return a.rank - b.rank;
  return direction * (a.rank === 0 ? a.value - b.value : collator.compare(a.text, b.text));
}

function filterable(sheet) {
  sheet.typed.addEventListener('input', () => applyFilter(sheet));
  sheet.view.addEventListener('scroll', () => {
    if (sheet.view.scrollTop + 2 * sheet.view.clientHeight > sheet.view.scrollHeight) drawMore(sheet, sheet.drawn + portion);
  }, { passive: true });
  draw(sheet);
}

function applyFilter(sheet) {
  const { passes, unknown } = readFilter(sheet.typed.value, sheet.columns.map(({ name }) => name));
  const onlyChosen = sheet.only && sheet.only.ariaPressed === 'true';
  const matching = sheet.rows.filter(row => passes(row) && (!onlyChosen || row.chosen));
  const same = matching.length === sheet.matching.length && matching.every((row, index) => row === sheet.matching[index]);
  sheet.matching = matching;
  if (!same) draw(sheet);
  sayCount(sheet, unknown);
}

// The first rows that match; the others follow when their reader scrolls, or a plot asks for one.
function draw(sheet) {
  const focused = document.activeElement;
  sheet.drawn = Math.min(portion, sheet.matching.length);
  sheet.body.replaceChildren(...sheet.matching.slice(0, sheet.drawn).map(({ line }) => line));
  sheet.view.firstElementChild.ariaRowCount = String(sheet.matching.length + 1);
  if (sheet.byLine && sheet.byLine.has(focused) && focused.isConnected) focused.focus({ preventScroll: true });
  keepOneReachable(sheet);
}

function drawMore(sheet, upTo) {
  if (upTo <= sheet.drawn) return;
  sheet.body.append(...sheet.matching.slice(sheet.drawn, upTo).map(({ line }) => line));
  sheet.drawn = Math.min(upTo, sheet.matching.length);
}

function sayCount(sheet, unknown) {
  const chosen = sheet.rows.filter(row => row.chosen).length;
  const unseen = chosen - sheet.matching.filter(row => row.chosen).length;
  const all = number(sheet.rows.length) + ' ' + sheet.rowsAre;
  sheet.count.textContent = [
    sheet.matching.length === sheet.rows.length ? all : number(sheet.matching.length) + ' of ' + all,
    chosen > 0 && number(chosen) + ' selected' + (unseen > 0 ? ', ' + number(unseen) + ' of them filtered out' : ''),
    ...unknown.map(name => 'no column is called “' + name + '”'),
  ].filter(Boolean).join(' · ');
}

function choosable(sheet) {
  const choice = sheet.box.querySelector('.choice');
  choice.addEventListener('change', ({ target }) => {
    sheet.columns[target.value].shown = target.checked;
    sheet.rows.forEach(row => searchWords(sheet, row));
    const hidden = sheet.columns.flatMap(({ shown }, column) => shown ? [] : ['#' + sheet.box.id + ' .wide :is(tr, colgroup) > :nth-child(' + (column + 1) + ')']);
    sheet.style.textContent = hidden.length > 0 ? hidden.join() + ' { display: none; }' : '';
    applyFilter(sheet);
  });
  document.addEventListener('click', ({ target }) => { if (!choice.contains(target)) choice.open = false; });
  choice.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    choice.open = false;
    choice.firstElementChild.focus();
  });
}

function selectable(sheet) {
  const table = sheet.view.firstElementChild;
  table.role = 'grid';
  table.ariaMultiSelectable = 'true';
  sheet.hint = [...sheet.picked.childNodes];
  sheet.byLine = new Map(sheet.rows.map(row => [row.line, row]));
  for (const { line } of sheet.rows) line.tabIndex = -1;
  for (const { line } of sheet.rows) line.ariaSelected = 'false';
  keepOneReachable(sheet);
  sheet.body.addEventListener('click', event => {
    const row = sheet.byLine.get(event.target.closest('tr'));
    if (!row || event.target.closest('a, button') || String(getSelection())) return;
    toggleRow(row);
  });
  sheet.body.addEventListener('focusin', ({ target }) => { if (sheet.byLine.has(target)) reachable(sheet, target); });
  sheet.body.addEventListener('keydown', event => keyOnRow(sheet, event));
  sheet.clear.addEventListener('click', () => window.etude.select([]));
  sheet.only.addEventListener('click', () => {
    sheet.only.ariaPressed = sheet.only.ariaPressed === 'true' ? 'false' : 'true';
    applyFilter(sheet);
  });
  document.addEventListener('etude:select', ({ detail }) => showChosen(sheet, new Set(detail)));
}

function toggleRow({ key, chosen }) {
  const others = [...window.etude.selected].filter(other => other !== key);
  window.etude.select(chosen ? others : [...others, key]);
}

// One row is in the order of the tab key, as in other widgets of many parts; arrows move between rows.
function reachable(sheet, line) {
  if (sheet.reachable) sheet.reachable.tabIndex = -1;
  sheet.reachable = line;
  if (line) line.tabIndex = 0;
}

function keepOneReachable(sheet) {
  if (!sheet.byLine || (sheet.reachable && sheet.reachable.isConnected)) return;
  reachable(sheet, sheet.matching.length > 0 ? sheet.matching[0].line : null);
}

function keyOnRow(sheet, event) {
  const row = sheet.byLine.get(event.target);
  if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = sheet.matching.indexOf(row);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: sheet.matching.length - 1 }[event.key];
  if (event.key === ' ' || event.key === 'Enter') toggleRow(row);
  else if (to === undefined) return;
  else if (sheet.matching[to]) {
    reveal(sheet, to);
    sheet.matching[to].line.focus({ preventScroll: true });
  }
  event.preventDefault();
}

// Scrolls within the table only: the page stays where its reader is.
function reveal(sheet, index) {
  drawMore(sheet, index + 1);
  const top = sheet.view.getBoundingClientRect().top + sheet.view.clientTop;
  const row = sheet.matching[index].line.getBoundingClientRect();
  const above = top + sheet.heads[0].offsetHeight - row.top;
  const below = row.bottom - top - sheet.view.clientHeight;
  if (above > 0) sheet.view.scrollTop -= above;
  else if (below > 0) sheet.view.scrollTop += below;
}

function showChosen(sheet, keys) {
  let last = null;
  for (const row of sheet.rows) {
    const chosen = keys.has(row.key);
    if (chosen === row.chosen) continue;
    row.chosen = chosen;
    row.line.ariaSelected = String(chosen);
    if (chosen) last = row;
  }
  const chosen = sheet.rows.filter(row => row.chosen);
  sheet.only.disabled = sheet.clear.disabled = chosen.length === 0;
  if (chosen.length === 0) sheet.only.ariaPressed = 'false';
  applyFilter(sheet);
  showPicked(sheet, chosen);
  if (sheet.matching.includes(last)) reveal(sheet, sheet.matching.indexOf(last));
}

// All that is known of the rows selected, below the table; two of them side by side.
function showPicked(sheet, chosen) {
  const cards = chosen.length === 2 ? [sideBySide(sheet, chosen)] : chosen.slice(0, mostPicked).map(row => rowCard(sheet, row));
  if (chosen.length > mostPicked) cards.push(element('p', '', 'and ' + number(chosen.length - mostPicked) + ' more'));
  sheet.picked.replaceChildren(...(cards.length > 0 ? cards : sheet.hint));
}

// What differs first, then what is the same, and the commands, which always differ, last.
function sideBySide(sheet, rows) {
  const made = element('div', 'sides');
  made.role = 'table';
  const names = rows.map(row => sheet.columns[0].name + ' ' + row.cells[0].text);
  made.ariaLabel = names.join(' and ') + ' side by side';
  const line = (className, ...parts) => {
    const added = made.appendChild(element('div', className));
    added.role = 'row';
    added.append(...parts);
  };
  const part = (role, ...nodes) => {
    const added = element('span');
    added.role = role;
    added.append(...nodes);
    return added;
  };
  const columns = sheet.columns.map((column, index) => ({ name: column.name, cells: rows.map(row => row.cells[index]) }))
    .slice(1).filter(({ cells }) => cells.some(cell => cell.text));
  const order = ({ cells }) => cells[0].command || cells[1].command ? 2 : cells[0].text === cells[1].text ? 1 : 0;
  line('', part('columnheader', ''), ...names.map(name => part('columnheader', name)));
  columns.sort((a, b) => order(a) - order(b)).forEach(column => line(['differs', 'same', 'whole'][order(column)], part('rowheader', column.name),
    ...column.cells.map(cell => part('cell', ...[...cell.place.childNodes].map(node => node.cloneNode(true))))));
  return made;
}

function rowCard(sheet, row) {
  const made = element('article');
  made.append(element('h3', '', sheet.columns[0].name + ' ' + row.cells[0].text));
  const values = made.appendChild(element('dl'));
  row.cells.forEach((cell, column) => {
    if (column === 0 || !cell.text) return;
    const pair = values.appendChild(element('div', cell.command ? 'whole' : ''));
    const value = element('dd');
    value.append(...[...cell.place.childNodes].map(node => node.cloneNode(true)));
    pair.append(element('dt', '', sheet.columns[column].name), value);
  });
  return made;
}

// The command is marked as well, so that where the clipboard is closed to pages the reader copies it by a key.
function copyCommand(button) {
  const command = button.parentElement.querySelector('code');
  getSelection().selectAllChildren(command);
  const say = words => {
    button.textContent = words;
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  };
  if (navigator.clipboard) navigator.clipboard.writeText(command.textContent).then(() => say('Copied'), () => say('Press Ctrl+C'));
  else say('Press Ctrl+C');
}
