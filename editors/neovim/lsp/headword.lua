---@brief
---
--- Headword, the language server for Markdown notes that define terms: hover, go to definition,
--- completion of links, tags and keys, rename of terms, headings and tags, diagnostics, quick fixes.
---
--- The program `headword` must be in `PATH`.
---
--- The root is the folder with `headword.toml`, else with `.obsidian`, else with `.git`.
--- Without these, the server reads the folder of the note, but never a home folder.

---@type vim.lsp.Config
return {
  cmd = { 'headword' },
  filetypes = { 'markdown' },
  root_markers = { 'headword.toml', '.obsidian', '.git' },
}
