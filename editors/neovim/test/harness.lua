--- What a test of the editor needs: named checks, bounded waiting, positions found by text.
-- A failed check shows what was found up to this many bytes.
local LONGEST = 1000

local M = { failed = 0 }

local function print_line(text)
  io.stdout:write(text .. '\n')
  io.stdout:flush()
end

--- Prints one check, so that the caller can count it.
function M.check(name, held, found)
  if not held then
    M.failed = M.failed + 1
    print_line('  found: ' .. vim.inspect(found):sub(1, LONGEST))
  end
  print_line((held and 'ok - ' or 'not ok - ') .. 'Neovim: ' .. name)
end

--- Waits for `ready` to be true, at most for ten seconds.
function M.eventually(ready)
  return vim.wait(10000, ready, 20)
end

--- Puts the cursor on `text`, `offset` bytes into it, in the current buffer.
function M.put_cursor_on(text, offset)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  assert(vim.fn.search('\\V' .. vim.fn.escape(text, '\\'), 'c') > 0, 'not in the note: ' .. text)
  local at = vim.api.nvim_win_get_cursor(0)
  vim.api.nvim_win_set_cursor(0, { at[1], at[2] + (offset or 0) })
end

--- Asks the server of the current buffer and gives back its result.
function M.ask(client, method, params)
  -- The number of the buffer, not 0: only then are waiting edits sent first.
  local buffer = vim.api.nvim_get_current_buf()
  local answer, problem = client:request_sync(method, params, 10000, buffer)
  assert(answer, method .. ' had no answer: ' .. tostring(problem))
  assert(not answer.err, method .. ' failed: ' .. vim.inspect(answer.err))
  return answer.result
end

--- The parameters of a question about the place of the cursor.
function M.here(client)
  return vim.lsp.util.make_position_params(0, client.offset_encoding)
end

--- What is offered behind `text` when it stands on a line, which is put back afterwards.
function M.completed(client, line, text)
  vim.api.nvim_buf_set_lines(0, line - 1, line, false, { text })
  vim.api.nvim_win_set_cursor(0, { line, #text })
  -- The cursor of normal mode stands on the last byte; the question is asked behind it.
  local params = M.here(client)
  params.position.character = #text
  local result = M.ask(client, 'textDocument/completion', params) or {}
  vim.cmd('silent undo')
  return vim.tbl_map(function(item)
    return item.label
  end, result.items or result)
end

--- The first line with `text` of an open note, saved or not.
function M.line_of(name, text)
  local buffer = vim.fn.bufnr(name)
  return vim.iter(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)):find(function(line)
    return line:find(text, 1, true)
  end)
end

return M
