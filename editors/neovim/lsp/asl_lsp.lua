-- `vim.lsp.enable('asl_lsp')` loads this file in Neovim 0.11 and later.
return {
  cmd = { 'asl-lsp' },
  filetypes = { 'json', 'jsonc', 'yaml', 'terraform', 'markdown' },
  -- The commands of code lenses that the plugin runs.
  capabilities = { experimental = { commands = { commands = { 'asl.showGraph', 'asl.showPolicy', 'asl.showReferences' } } } },
  root_markers = { 'asl-lint.toml', '.git' },
}
