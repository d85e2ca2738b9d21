--- Links between notes, and renames of a heading, a tag or a file.

local PLAN = 'plan.md'

--- A note with a link to another one, open and never saved.
local TEXT = {
  '---',
  'title: Plan',
  'tags: [consensus, interview prep]',
  '---',
  '',
  '## Reading',
  '',
  'First [how members change](raft.md#membership-changes), then [[raft#Read Paths]].',
  '',
  'To be written here.',
}

return function(t, client)
  local function opens()
    vim.cmd.edit(PLAN)
    vim.api.nvim_buf_set_lines(0, 0, -1, false, TEXT)
    -- Ends the undo block; see `:help undo-break`.
    vim.cmd('let &undolevels = &undolevels')
    local attached = t.eventually(function()
      return #vim.lsp.get_clients({ bufnr = 0, name = 'headword' }) == 1
    end)
    t.check('a note that was never saved is served', attached, vim.lsp.get_clients())
  end

  local function completes()
    local labels = t.completed(client, #TEXT, 'See [[ra')
    t.check('a wiki link offers notes', labels[1] == 'raft', labels)
    labels = t.completed(client, #TEXT, 'See [[raft#mem')
    t.check('a wiki link offers headings', labels[1] == 'Membership Changes', labels)
    labels = t.completed(client, #TEXT, 'See [the paper](ra')
    t.check('a link offers paths', labels[1] == 'raft.md', labels)
    labels = t.completed(client, #TEXT, 'See [the paper](raft.md#read')
    t.check('a link offers places in a note', labels[1] == 'Read Paths', labels)
  end

  local function jumps()
    for _, link in ipairs({
      { 'membership-changes', '## Membership Changes' },
      { 'Read Paths', '## Read Paths' },
    }) do
      local place, heading = unpack(link)
      vim.cmd.buffer(PLAN)
      t.put_cursor_on(place, 2)
      vim.lsp.buf.definition()
      local arrived = t.eventually(function()
        return vim.api.nvim_get_current_line() == heading
      end)
      t.check('a link leads to ' .. heading, arrived, vim.api.nvim_get_current_line())
    end
    vim.cmd.buffer(PLAN)
  end

  --- Undoes a rename in all notes.
  local function undo(...)
    for _, name in ipairs({ ... }) do
      vim.cmd.buffer(name)
      vim.cmd('silent undo')
    end
    vim.cmd.buffer(PLAN)
  end

  local function renames_a_heading()
    t.put_cursor_on('membership-changes', 2)
    vim.lsp.buf.rename('Changing the Members')
    local followed = t.eventually(function()
      return t.line_of(PLAN, '(raft.md#changing-the-members)') ~= nil
    end)
    t.check('a heading renamed from a link takes the link along', followed, t.line_of(PLAN, 'raft.md'))
    local heading = t.line_of('raft.md', '## Changing the Members')
    t.check('the heading in the other note has the new name', heading ~= nil, t.line_of('raft.md', '## '))
    undo('raft.md', PLAN)
  end

  local function renames_a_tag()
    t.put_cursor_on('interview prep', 2)
    vim.lsp.buf.rename('prep: interviews')
    local renamed = t.eventually(function()
      return t.line_of(PLAN, 'tags: [consensus, "prep: interviews"]') ~= nil
    end)
    t.check('a renamed tag is quoted where YAML needs it', renamed, t.line_of(PLAN, 'tags:'))
    local other = t.line_of('2026-04-06-observability.md', '  - "prep: interviews"')
    local found = t.line_of('2026-04-06-observability.md', 'interview')
    t.check('a list of one tag to a line stays one', other ~= nil, found)
    undo('2026-04-06-observability.md', '2026-03-02-distributed-storage.md', PLAN)
  end

  opens()
  completes()
  jumps()
  renames_a_heading()
  renames_a_tag()
  vim.cmd('bwipeout!')
end
