-- The options of the plugin. Calling `setup` is not necessary.

local M = {}

---@class asl_lint.Options
---@field cmd? string[] The command of the language server; `asl-lsp` by default.
---@field configuration string A configuration file for all definitions; if empty, the nearest `asl-lint.toml` applies.

---@type asl_lint.Options
M.options = { configuration = '' }

---@param options? table Options to change, see |asl-lint-options|.
function M.setup(options)
  M.options = vim.tbl_extend('force', M.options, options or {})
  if vim.v.vim_did_enter == 1 then require('asl_lint.server').restart() end
end

return M
