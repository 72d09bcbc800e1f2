if vim.g.loaded_asl_lint then return end
vim.g.loaded_asl_lint = true

if vim.fn.has('nvim-0.10') == 0 then
  vim.notify_once('asl-lint requires Neovim 0.10 or later', vim.log.levels.ERROR)
  return
end

-- Definitions keep the file type of their notation and its highlighting.
vim.filetype.add({ extension = { asl = 'json' } })

vim.api.nvim_create_autocmd('FileType', {
  group = vim.api.nvim_create_augroup('asl_lint', {}),
  desc = 'Start asl-lsp',
  callback = function(event) require('asl_lint.server').attach(event.buf) end,
})

local commands = require('asl_lint.commands')
for name, command in pairs(commands.user) do vim.api.nvim_create_user_command(name, command.run, command.options) end
for name, run in pairs(commands.lens) do vim.lsp.commands[name] = run end
