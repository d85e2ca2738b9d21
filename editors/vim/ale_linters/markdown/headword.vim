" Headword, the language server for Markdown notes that define terms, for ALE.
" The program `headword` must be in PATH.

call ale#Set('markdown_headword_executable', 'headword')

" The nearest folder above the note with `headword.toml`, else with `.obsidian`, else the
" repository, else the folder of the note.
function! ale_linters#markdown#headword#Root(buffer) abort
  let l:settings = ale#path#FindNearestFile(a:buffer, 'headword.toml')
  if !empty(l:settings)
    return fnamemodify(l:settings, ':p:h')
  endif
  for l:name in ['.obsidian', '.git']
    let l:folder = ale#path#FindNearestDirectory(a:buffer, l:name)
    if !empty(l:folder)
      return fnamemodify(l:folder, ':p:h:h')
    endif
  endfor
  return expand('#' . a:buffer . ':p:h')
endfunction

call ale#linter#Define('markdown', {
\   'name': 'headword',
\   'lsp': 'stdio',
\   'executable': {b -> ale#Var(b, 'markdown_headword_executable')},
\   'command': '%e lsp',
\   'project_root': function('ale_linters#markdown#headword#Root'),
\})
