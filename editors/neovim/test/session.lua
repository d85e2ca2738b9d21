--- One session in a real Neovim: open the example notes, send requests, edit, stop.
---
---     nvim --headless --clean -u editors/neovim/example.lua -l editors/neovim/test/session.lua
---
--- in a copy of the example notes, with `headword` in PATH.

local here = vim.fs.dirname(vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p'))
local t = dofile(vim.fs.joinpath(here, 'harness.lua'))
local links = dofile(vim.fs.joinpath(here, 'links.lua'))

local STORAGE = '2026-03-02-distributed-storage.md'

--- The empty headings of the storage note, in order.
local EMPTY = {
  'Block Cache',
  'Page Layout',
  'Merkle Tree',
  'Geo-Replication',
  'Serializable Isolation',
  'Capacity Planning',
  'Questions for Them',
  'Papers',
  'Backfill',
}

--- The headings of the current note that have a diagnostic with this code, in order of lines.
local function headings_with(code)
  local headings = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    if diagnostic.code == code then
      -- Right after an edit the diagnostics still belong to the previous text.
      local line = vim.api.nvim_buf_get_lines(0, diagnostic.lnum, diagnostic.lnum + 1, false)[1]
      table.insert(headings, { diagnostic.lnum, ((line or ''):gsub('^#+%s*', '')) })
    end
  end
  table.sort(headings, function(a, b)
    return a[1] < b[1]
  end)
  return vim.tbl_map(function(heading)
    return heading[2]
  end, headings)
end

--- The names in an outline from its root to the wanted item.
local function path_to(name, symbols)
  for _, symbol in ipairs(symbols) do
    if symbol.name == name then
      return { name }
    end
    local below = path_to(name, symbol.children or {})
    if below then
      return vim.list_extend({ symbol.name }, below)
    end
  end
end

local function hover_text(client)
  local hover = t.ask(client, 'textDocument/hover', t.here(client))
  return hover and hover.contents.value or ''
end

local function attaches(exits)
  vim.lsp.config('headword', {
    on_exit = function(code, signal)
      table.insert(exits, { code = code, signal = signal })
    end,
  })
  vim.cmd.edit(STORAGE)
  local attached = t.eventually(function()
    local clients = vim.lsp.get_clients({ bufnr = 0, name = 'headword' })
    return #clients == 1 and clients[1].initialized
  end)
  t.check('the server attaches to a note', attached, vim.lsp.get_clients())
  assert(attached, 'nothing else can be tested')
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'headword' })[1]
  t.check('the folder of the notes is the workspace', client.root_dir == vim.fn.getcwd(), client.root_dir)
  return client
end

local function outlines(client)
  local document = { textDocument = vim.lsp.util.make_text_document_params(0) }
  local symbols = t.ask(client, 'textDocument/documentSymbol', document)
  local path = table.concat(path_to('SSTable', symbols) or {}, ' > ')
  t.check('the outline nests terms in topics', vim.endswith(path, 'Storage Engines > Writing > SSTable'), path)
  t.check('the outline ends with the last line of the note', path_to('Backfill', symbols) ~= nil, symbols)
end

local function hovers(client)
  t.put_cursor_on('own WAL, in commit', 4)
  local definition = hover_text(client)
  t.check('hover on a term shows its definition', definition:find('Write-ahead log', 1, true), definition)

  t.put_cursor_on('Bloom filters and compaction')
  definition = hover_text(client)
  t.check('hover finds a plural of two words', definition:find('certainly not here', 1, true), definition)

  t.put_cursor_on('#### Tombstone', 6)
  definition = hover_text(client)
  t.check('hover on a heading says something of the term', definition ~= '', definition)

  t.put_cursor_on('interview prep', 2)
  local tag = hover_text(client)
  t.check('hover on a tag with a space knows the tag', tag:find('interview prep', 1, true), tag)
  t.put_cursor_on('whiteboard')
  local nothing = t.ask(client, 'textDocument/hover', t.here(client))
  t.check('hover on an ordinary word is silent', nothing == nil or nothing == vim.NIL, nothing)
end

local function jumps()
  t.put_cursor_on('SSTables keep them', 2)
  vim.lsp.buf.definition()
  local arrived = t.eventually(function()
    return vim.api.nvim_get_current_line() == '#### SSTable'
  end)
  t.check("the editor's own jump arrives at the heading", arrived, vim.api.nvim_get_current_line())

  vim.cmd.edit('raft.md')
  t.eventually(function()
    return #vim.lsp.get_clients({ bufnr = 0, name = 'headword' }) == 1
  end)
  t.put_cursor_on('fencing token', 2)
  vim.lsp.buf.definition()
  arrived = t.eventually(function()
    return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == STORAGE
      and vim.api.nvim_get_current_line() == '#### Fencing Token'
  end)
  t.check('a jump leads into another note', arrived, {
    vim.api.nvim_buf_get_name(0),
    vim.api.nvim_get_current_line(),
  })
  vim.cmd.edit(STORAGE)
end

local function completes(client)
  local labels = t.completed(client, 5, 'tags: [databases, obs')
  t.check('completion in a list of tags', vim.tbl_contains(labels, 'observability'), labels)
  labels = t.completed(client, 4, 'categories: [Systems, Sea')
  t.check('completion in a list of categories', vim.tbl_contains(labels, 'Search'), labels)
  labels = t.completed(client, 7, 'Everything I want to be able to say. #re')
  local reliability = vim.iter(labels):any(function(label)
    return label:find('reliability', 1, true)
  end)
  t.check('completion of an inline tag', reliability, labels)
end

local function completes_terms(client)
  local labels = t.completed(client, 7, 'A lease is not the same as a fenc')
  local term = vim.iter(labels):any(function(label)
    return label:lower() == 'fencing token'
  end)
  t.check('completion of a term in prose', term, labels)
end

--- The entries of the quickfix list as `file:line`, in their order.
local function quickfix()
  return vim.tbl_map(function(entry)
    return vim.fs.basename(vim.api.nvim_buf_get_name(entry.bufnr)) .. ':' .. entry.lnum
  end, vim.fn.getqflist())
end

local function refers()
  t.put_cursor_on('a fencing token limits', 4)
  vim.fn.setqflist({})
  vim.lsp.buf.references()
  t.eventually(function()
    return #vim.fn.getqflist() > 0
  end)
  local found = quickfix()
  local notes = {}
  for _, entry in ipairs(found) do
    notes[entry:gsub(':%d+$', '')] = true
  end
  t.check('references fill the quickfix list from several notes', #found >= 4 and notes[STORAGE] and notes['raft.md'], found)
  vim.cmd('silent! cclose')
  vim.cmd.buffer(STORAGE)
end

local function renames()
  t.put_cursor_on('a fencing token limits', 4)
  vim.lsp.buf.rename('Lease Number')
  local renamed = t.eventually(function()
    return t.line_of(STORAGE, '#### Lease Number') ~= nil
  end)
  t.check('rename changes the heading', renamed, t.line_of(STORAGE, 'Lease Number'))
  local mention = t.line_of(STORAGE, 'a lease number limits')
  t.check('rename changes a mention, in its own case', mention ~= nil, t.line_of(STORAGE, 'limits the damage'))
  local other = t.line_of('raft.md', 'the work of a lease number')
  t.check('rename reaches the other notes', other ~= nil, t.line_of('raft.md', 'the work of'))
  for _, name in ipairs({ STORAGE, 'raft.md' }) do
    vim.cmd.buffer(name)
    vim.cmd('silent undo')
  end
  vim.cmd.buffer(STORAGE)
  t.check('undoing a rename brings the heading back', t.line_of(STORAGE, '#### Fencing Token') ~= nil)
end

local function diagnoses()
  t.eventually(function()
    return vim.deep_equal(headings_with('empty-section'), EMPTY)
  end)
  local found = headings_with('empty-section')
  t.check('every empty section is reported and nothing else', vim.deep_equal(found, EMPTY), found)
  found = headings_with('parked-section')
  t.check('a parked section is reported as such', vim.deep_equal(found, { 'Rebalancing' }), found)

  local expected = { ['empty-section'] = 'INFO', ['parked-section'] = 'HINT' }
  local odd = vim.iter(vim.diagnostic.get(0)):find(function(diagnostic)
    local severity = vim.diagnostic.severity[diagnostic.severity]
    return diagnostic.source ~= 'headword' or expected[diagnostic.code] ~= severity
  end)
  t.check('an empty section is an information, a parked one a hint', odd == nil, odd)
end

local function follows_edits()
  t.put_cursor_on('#### Merkle Tree')
  local line = vim.api.nvim_win_get_cursor(0)[1]
  vim.api.nvim_buf_set_lines(0, line, line, false, { 'A tree of hashes over ranges of keys.' })
  local cleared = t.eventually(function()
    return not vim.tbl_contains(headings_with('empty-section'), 'Merkle Tree')
  end)
  t.check('writing a section clears its diagnostic', cleared, headings_with('empty-section'))
  local others = headings_with('empty-section')
  t.check('the other diagnostics move along', #others == #EMPTY - 1 and others[#others] == 'Backfill', others)

  vim.cmd('silent undo')
  local back = t.eventually(function()
    return vim.tbl_contains(headings_with('empty-section'), 'Merkle Tree')
  end)
  t.check('undoing brings it back', back, headings_with('empty-section'))
end

local function repairs()
  t.put_cursor_on('#### Merkle Tree', 6)
  local line = vim.api.nvim_win_get_cursor(0)[1]
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title == 'Leave “Merkle Tree” for later'
    end,
  })
  local function below()
    return table.concat(vim.api.nvim_buf_get_lines(0, line, line + 2, false), '|')
  end
  local parked = t.eventually(function()
    return below():find('<!-- to be written -->', 1, true) ~= nil
  end)
  t.check('a quick fix leaves an empty section for later', parked, below())
  local moved = t.eventually(function()
    return vim.tbl_contains(headings_with('parked-section'), 'Merkle Tree')
  end)
  t.check('its warning has become a hint', moved, headings_with('empty-section'))
  vim.cmd('silent undo')
end

local function commands()
  vim.cmd.Headword('gaps')
  local gaps = quickfix()
  t.check(':Headword gaps fills the quickfix list', vim.tbl_contains(gaps, STORAGE .. ':32'), gaps)
  vim.cmd.cclose()
  vim.cmd.Headword('terms')
  local terms = vim.tbl_map(function(entry)
    return entry.text
  end, vim.fn.getqflist())
  local wal = vim.iter(terms):any(function(text)
    return vim.startswith(text, 'WAL: Write-ahead log.')
  end)
  t.check(':Headword terms lists the terms with their definitions', wal, terms)
  vim.cmd.cclose()
  vim.cmd.buffer(STORAGE)
  t.put_cursor_on('#### Block Cache')
  vim.cmd.Headword('next')
  local arrived = t.eventually(function()
    return vim.api.nvim_get_current_line() == '### Page Layout'
  end)
  t.check(':Headword next goes to the next empty section', arrived, vim.api.nvim_get_current_line())
  local names = vim.fn.getcompletion('Headword ', 'cmdline')
  t.check(':Headword completes its commands', vim.deep_equal(names, { 'gaps', 'next', 'terms' }), names)
end

local function is_healthy(client)
  vim.cmd('silent checkhealth headword')
  local lines = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  local fine = lines:find('headword %d+%.%d+') and lines:find(client.root_dir, 1, true)
  t.check(':checkhealth headword shows the version and the root', fine and not lines:find('ERROR'), lines)
  vim.cmd('bwipeout!')
  vim.cmd.buffer(STORAGE)
end

local function stops(client, exits)
  client:stop()
  local stopped = t.eventually(function()
    return client:is_stopped() and #exits > 0
  end)
  t.check('the server stops when asked', stopped, exits)
  t.check('it exits with code 0', #exits == 1 and exits[1].code == 0 and exits[1].signal == 0, exits)
end

local function run()
  local exits = {}
  local client = attaches(exits)
  outlines(client)
  hovers(client)
  jumps()
  completes(client)
  completes_terms(client)
  refers()
  renames()
  links(t, client)
  vim.cmd.buffer(STORAGE)
  diagnoses()
  follows_edits()
  repairs()
  commands()
  is_healthy(client)
  stops(client, exits)
end

local fine, problem = xpcall(run, debug.traceback)
if not fine then
  t.check('the session runs to its end', false, problem)
end
vim.cmd(t.failed == 0 and 'qall!' or 'cquit!')
