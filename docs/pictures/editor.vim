" Neovim as the picture shows it: the language server for .det files, and colours for its words.
set nocompatible termguicolors number signcolumn=yes laststatus=0 noruler noshowcmd shortmess+=FI noswapfile nowrap
colorscheme default
set background=light nohlsearch fillchars=eob:\ 
highlight SignColumn guibg=NONE
highlight NormalFloat guibg=#eeeeee
lua << LUA
vim.api.nvim_create_autocmd({ "BufRead", "BufNewFile" }, {
  pattern = "*.det",
  callback = function(args)
    vim.cmd([[
      syntax match detComment "--.*$"
      syntax match detString +"\([^"\\]\|\\.\)*"\|/\([^/\\]\|\\.\)\+/+
      syntax match detStatement "^\(program\|import\|category\|predicate\|derive\|output\|mode\)\>"
      syntax keyword detWord json compact words decimal integer from to length every in sum for distinct ensure proof and
      highlight link detComment Comment
      highlight link detString String
      highlight link detStatement Statement
      highlight link detWord Type
    ]])
    local client = vim.lsp.start_client({ name = "detlm", cmd = { "detlm", "lsp" }, root_dir = vim.fn.getcwd() })
    vim.lsp.buf_attach_client(args.buf, client)
  end,
})
vim.diagnostic.config({ virtual_text = { prefix = "■" } })
LUA
