-- A complete configuration with Headword, to try without a change of your own:
--
--     nvim --clean -u editors/neovim/example.lua examples/notes

-- The folder of this file contains `lsp/headword.lua`. Use its path in your own configuration.
local here = vim.fs.dirname(vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p'))
vim.opt.rtp:append(here)
vim.lsp.enable('headword')

-- Complete while typing; without this, <C-x><C-o> completes.
vim.opt.completeopt = { 'menuone', 'noselect', 'popup' }
vim.api.nvim_create_autocmd('LspAttach', {
  desc = 'Complete from the language server while typing',
  callback = function(event)
    vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = true })
  end,
})

-- Neovim shows only signs by default; this puts the message beside the heading.
vim.diagnostic.config({ virtual_text = true })

-- In Markdown `gO` is Neovim's own table of contents; this is the outline of the server.
vim.keymap.set('n', 'gs', vim.lsp.buf.document_symbol, { desc = 'Outline of the note' })

-- Notes have long lines: break them between words. Draw a border around hovers.
vim.opt.linebreak = true
vim.opt.winborder = 'rounded'
