--- The subcommands of `:Headword`.

local M = {}

--- The client that serves the current note, if there is one.
local function client()
  return vim.lsp.get_clients({ bufnr = 0, name = 'headword' })[1]
end

--- The program that the server runs as.
local function program()
  return (vim.lsp.config.headword or {}).cmd[1]
end

--- The folder of the notes: that of the server, else that of the current note.
local function folder()
  local found = client()
  return found and found.root_dir or vim.fs.dirname(vim.api.nvim_buf_get_name(0))
end

local function warn(message)
  vim.notify('Headword: ' .. message, vim.log.levels.WARN)
end

--- Fills the quickfix list with the output of a command about the saved notes.
local function list(command, title, text)
  local root = folder()
  local finished = vim.system({ program(), command, '--format', 'json', root }, { cwd = root }):wait()
  if finished.code ~= 0 then
    return warn(vim.trim(finished.stderr))
  end
  local items = vim.tbl_map(function(found)
    return { filename = vim.fs.joinpath(root, found.path), lnum = found.line, text = text(found) }
  end, vim.json.decode(finished.stdout))
  if #items == 0 then
    return warn('no ' .. command .. ' in ' .. root)
  end
  vim.fn.setqflist({}, ' ', { title = title, items = items })
  vim.cmd.copen()
end

local commands = {
  gaps = function()
    list('gaps', 'Gaps, the most mentioned first', function(gap)
      return ('%s (%s, %d mentions)'):format(gap.name, gap.state, gap.mentions)
    end)
  end,
  terms = function()
    list('terms', 'Terms', function(term)
      return term.headword .. ': ' .. term.definition
    end)
  end,
  next = function()
    local found = client()
    if not found then
      return warn('no server runs for this note. See `:checkhealth headword`.')
    end
    -- From the next line: the cursor may be before the name of an empty section.
    local position = { line = vim.api.nvim_win_get_cursor(0)[1], character = 0 }
    found:exec_cmd({
      title = 'Go to the next empty section',
      command = 'headword.nextGap',
      arguments = { vim.uri_from_bufnr(0), position },
    })
  end,
}

--- Runs a subcommand.
function M.run(name)
  local command = commands[name]
  if not command then
    return warn('no command ' .. name .. '. There are: gaps, next, terms.')
  end
  command()
end

--- The subcommands that begin with what is typed.
function M.complete(typed)
  return vim.tbl_filter(function(name)
    return vim.startswith(name, typed)
  end, { 'gaps', 'next', 'terms' })
end

return M
