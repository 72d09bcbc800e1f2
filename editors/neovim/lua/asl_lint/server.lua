-- Starts the language server for buffers that may contain a state machine.

local M = {}

M.name = 'asl_lsp'

-- The commands of code lenses and completion items that the plugin runs.
local COMMANDS = { 'asl.showGraph', 'asl.showPolicy', 'asl.showReferences' }

local FILETYPES = { json = true, jsonc = true, yaml = true, terraform = true, markdown = true }

-- Words that only appear in files with a state machine.
local WORDS = { 'StartAt', 'StateMachine', 'aws_sfn_state_machine', 'stateMachines' }

--- The first part of a file type such as `yaml.cloudformation` that the server understands.
local function notation(filetype)
  for part in vim.gsplit(filetype, '.', { plain = true }) do
    if FILETYPES[part] then return part end
  end
end

--- The configuration of the client: that of the user for `asl_lsp`, or else that of the plugin.
function M.config()
  local options = require('asl_lint').options
  local config = vim.lsp.config and vim.lsp.config[M.name] or {}
  return vim.tbl_deep_extend('force', {
    root_markers = { 'asl-lint.toml', '.git' },
    capabilities = vim.lsp.protocol.make_client_capabilities(),
  }, config, {
    name = M.name,
    cmd = options.cmd or config.cmd or { 'asl-lsp' },
    capabilities = { experimental = { commands = { commands = COMMANDS } } },
    settings = { ['asl-lint'] = { configuration = options.configuration } },
    get_language_id = function(_, filetype) return notation(filetype) or filetype end,
  })
end

--- Whether the program of the server can be started.
function M.is_installed(config)
  local cmd = (config or M.config()).cmd
  return type(cmd) == 'function' or vim.fn.executable(cmd[1]) == 1
end

local function has_state_machine(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  if name:match('%.asl$') or name:match('%.asl%.') then return true end
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, 2000, false)) do
    for _, word in ipairs(WORDS) do
      if line:find(word, 1, true) then return true end
    end
  end
  return false
end

--- Starts the server for a buffer, or says once that there is none.
function M.attach(buffer)
  if vim.bo[buffer].buftype ~= '' or not notation(vim.bo[buffer].filetype) then return end
  local config = M.config()
  if not M.is_installed(config) then
    if has_state_machine(buffer) then
      vim.notify_once(
        ('asl-lint: the language server `%s` is not installed. See `:help asl-lint-install`.'):format(config.cmd[1]),
        vim.log.levels.WARN
      )
    end
    return
  end
  config.root_dir = config.root_dir or vim.fs.root(buffer, config.root_markers)
    or vim.fs.dirname(vim.api.nvim_buf_get_name(buffer))
  vim.lsp.start(config, { bufnr = buffer })
end

--- The client of a buffer.
function M.client(buffer)
  return vim.lsp.get_clients({ name = M.name, bufnr = buffer })[1]
end

--- Stops the server, and starts it for all loaded buffers.
function M.restart()
  local clients = vim.lsp.get_clients({ name = M.name })
  for _, client in ipairs(clients) do
    if vim.fn.has('nvim-0.11') == 1 then client:stop() else client.stop() end
  end
  local tries = 0
  local function start()
    tries = tries + 1
    if #vim.lsp.get_clients({ name = M.name }) > 0 and tries < 50 then return vim.defer_fn(start, 100) end
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
      if vim.api.nvim_buf_is_loaded(buffer) then M.attach(buffer) end
    end
  end
  start()
end

return M
