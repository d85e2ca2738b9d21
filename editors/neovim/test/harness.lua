--- Helpers for editor tests: named checks, waits with a timeout, positions found by text.
-- A failed check shows at most this many bytes of the actual value.
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

--- Moves the cursor to `text`, `offset` bytes after its start, in the current buffer.
function M.put_cursor_on(text, offset)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  assert(vim.fn.search('\\V' .. vim.fn.escape(text, '\\'), 'c') > 0, 'not in the note: ' .. text)
  local at = vim.api.nvim_win_get_cursor(0)
  vim.api.nvim_win_set_cursor(0, { at[1], at[2] + (offset or 0) })
end

--- Sends a request to the server of the current buffer and returns its result.
function M.ask(client, method, params)
  -- The buffer number, not 0: only then Neovim first sends pending edits.
  local buffer = vim.api.nvim_get_current_buf()
  local answer, problem = client:request_sync(method, params, 10000, buffer)
  assert(answer, method .. ' had no answer: ' .. tostring(problem))
  assert(not answer.err, method .. ' failed: ' .. vim.inspect(answer.err))
  return answer.result
end

--- The params of a request at the cursor.
function M.here(client)
  return vim.lsp.util.make_position_params(0, client.offset_encoding)
end

--- The completions after `text` on a line. The line is restored afterwards.
function M.completed(client, line, text)
  vim.api.nvim_buf_set_lines(0, line - 1, line, false, { text })
  vim.api.nvim_win_set_cursor(0, { line, #text })
  -- In normal mode the cursor is on the last byte; the request is for the position after it.
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
