-- A whole configuration with Headword in it, to try without touching your own:
--
--     nvim --clean -u editors/neovim/example.lua examples/notes

-- The folder of this file holds `lsp/headword.lua`. In your own configuration, write its path.
local here = vim.fs.dirname(vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p'))
vim.opt.rtp:append(here)
vim.lsp.enable('headword')

-- Completion as you type; without this, <C-x><C-o> asks for it.
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

-- Notes have long lines: break them between words, and frame what hovers above them.
vim.opt.linebreak = true
vim.opt.winborder = 'rounded'
