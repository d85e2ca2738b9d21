--- `:checkhealth headword`

local M = {}

function M.check()
  local health = vim.health
  health.start('Headword')

  if vim.fn.has('nvim-0.11') == 0 then
    health.error('Neovim 0.11 or newer is needed')
    return
  end
  local config = vim.lsp.config.headword
  if not config then
    health.error('`lsp/headword.lua` is not in the runtime path', {
      "Add the folder: vim.opt.rtp:append('/path/to/headword/editors/neovim')",
    })
    return
  end
  local program = config.cmd[1]
  if vim.fn.executable(program) == 0 then
    health.error('The program `' .. program .. '` is not in PATH', { 'Install it, or set `cmd`.' })
    return
  end
  local version = vim.system({ program, '--version' }):wait()
  if version.code == 0 then
    health.ok(vim.trim(version.stdout) .. ' (' .. vim.fn.exepath(program) .. ')')
  else
    health.error('`' .. program .. ' --version` fails', { vim.trim(version.stderr) })
  end

  if vim.lsp.is_enabled and not vim.lsp.is_enabled('headword') then
    health.warn('It is not enabled', { "Add to your init.lua: vim.lsp.enable('headword')" })
  end
  local clients = vim.lsp.get_clients({ name = 'headword' })
  if #clients == 0 then
    health.info('No server runs: open a Markdown file')
  end
  for _, client in ipairs(clients) do
    local root = client.root_dir or 'found by the server: no `headword.toml`, `.obsidian` or `.git`'
    local notes = vim.tbl_count(client.attached_buffers)
    health.ok(('A server runs for %d open notes. Root: %s'):format(notes, root))
  end
  health.info('Log: ' .. vim.lsp.log.get_filename())
end

return M
