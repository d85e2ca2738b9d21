---@brief
---
--- Headword, the language server for Markdown notes that define terms: definitions on hover and by
--- jump, links, tags and keys completed, renames of terms, headings and tags, problems repaired.
---
--- The program `headword` has to be in `PATH`.
---
--- A vault begins where `headword.toml` lies, else at the vault's or the repository's own folder.
--- A note outside of any of these is served by itself.

---@type vim.lsp.Config
return {
  cmd = { 'headword' },
  filetypes = { 'markdown' },
  root_markers = { 'headword.toml', '.obsidian', '.git' },
}
