-- Neovim 0.11 and later find this by its name: `vim.lsp.enable('asl_lsp')`.
return {
  cmd = { 'asl-lsp' },
  filetypes = { 'json', 'jsonc', 'yaml', 'terraform', 'markdown' },
  root_markers = { 'asl-lint.toml', '.git' },
}
