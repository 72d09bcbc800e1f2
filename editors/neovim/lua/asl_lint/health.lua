-- `:checkhealth asl_lint`

local M = {}

local function version(program)
  local done = vim.system({ program, '--version' }, { text = true }):wait(5000)
  return done.code == 0 and vim.trim(done.stdout) or nil
end

local function check_server(server)
  local config = server.config()
  if type(config.cmd) == 'function' then return vim.health.ok('The language server is started by a function') end
  local program = config.cmd[1]
  if not server.is_installed(config) then
    return vim.health.error(('The language server `%s` is not installed or not executable'):format(program), {
      'Install it: see `:help asl-lint-install`',
      "Or set its path: `require('asl_lint').setup({ cmd = { '/path/to/asl-lsp' } })`",
    })
  end
  local found = version(program)
  if not found then return vim.health.error(('`%s --version` fails'):format(program)) end
  vim.health.ok(('%s (%s)'):format(found, vim.fn.exepath(program)))
end

local function check_clients(server)
  local clients = vim.lsp.get_clients({ name = server.name })
  if #clients == 0 then return vim.health.info('The language server does not run: no buffer needs it') end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_count(client.attached_buffers)
    vim.health.ok(('Running for %d buffer(s) in `%s`'):format(buffers, client.root_dir or 'no folder'))
  end
end

local function check_others()
  local configuration = vim.fs.find('asl-lint.toml', { upward = true, path = vim.fn.getcwd() })[1]
  vim.health.info(configuration and ('Configuration: `%s`'):format(configuration) or 'No `asl-lint.toml` above the current folder')
  if vim.fn.executable('asl-lint') == 1 then
    vim.health.ok(version('asl-lint') or '`asl-lint --version` fails')
  else
    vim.health.info('The command line `asl-lint` is not installed; only nvim-lint and conform.nvim need it')
  end
end

function M.check()
  vim.health.start('asl-lint')
  if vim.fn.has('nvim-0.10') == 0 then return vim.health.error('Neovim 0.10 or later is required') end
  local server = require('asl_lint.server')
  check_server(server)
  check_clients(server)
  check_others()
end

return M
