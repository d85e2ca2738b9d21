" A complete configuration with Headword and ALE, to try without a change of your own:
"
"     vim --clean -u editors/vim/example.vim examples/notes/raft.md

set nocompatible hidden linebreak
" The folder of this file contains `ale_linters`. Use its path in your own configuration.
let &runtimepath .= ',' . expand('<sfile>:p:h')
filetype plugin on
" Vim's own plugin for Markdown sets a completion of HTML; this comes after it.
autocmd FileType markdown setlocal omnifunc=ale#completion#OmniFunc

" Without this, ALE also starts all other linters for Markdown that it finds.
let g:ale_linters = {'markdown': ['headword']}
" The message of the line under the cursor, in the text.
let g:ale_virtualtext_cursor = 'current'
packadd ale

nmap <silent> K <Plug>(ale_hover)
nmap <silent> gd <Plug>(ale_go_to_definition)
nmap <silent> gr <Plug>(ale_find_references)
nmap <silent> <Leader>r <Plug>(ale_rename)
nmap <silent> <Leader>a <Plug>(ale_code_action)
nmap <silent> ]d <Plug>(ale_next)
nmap <silent> [d <Plug>(ale_previous)
