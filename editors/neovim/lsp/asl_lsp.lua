-- `vim.lsp.enable('asl_lsp')` loads this file in Neovim 0.11 and later.
return {
  cmd = { 'asl-lsp' },
  filetypes = { 'json', 'jsonc', 'yaml', 'terraform', 'markdown' },
  root_markers = { 'asl-lint.toml', '.git' },
}
