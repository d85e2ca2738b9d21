-- The command `:Headword`. Neovim loads this file from the runtime path.

vim.api.nvim_create_user_command('Headword', function(options)
  require('headword').run(options.args)
end, {
  nargs = 1,
  complete = function(typed)
    return require('headword').complete(typed)
  end,
  desc = 'List gaps or terms, or go to the next empty section',
})
