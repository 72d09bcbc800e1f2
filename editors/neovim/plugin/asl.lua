-- Definitions keep the file type of their notation and its highlighting. The server ignores files without a state
-- machine.
vim.filetype.add({ extension = { asl = 'json' } })

if vim.lsp.config and vim.lsp.enable then
  vim.lsp.enable('asl_lsp')
else -- Neovim 0.8 to 0.10
  local config = dofile(debug.getinfo(1, 'S').source:sub(2):gsub('plugin/asl.lua$', 'lsp/asl_lsp.lua'))
  vim.api.nvim_create_autocmd('FileType', {
    pattern = config.filetypes,
    callback = function(event)
      local name = vim.api.nvim_buf_get_name(event.buf)
      local root = vim.fs.find(config.root_markers, { upward = true, path = vim.fs.dirname(name) })[1]
      vim.lsp.start({
        name = 'asl_lsp',
        cmd = config.cmd,
        root_dir = root and vim.fs.dirname(root) or vim.fs.dirname(name),
      })
    end,
  })
end

-- The commands of the code lenses: "N references" lists the references in the quickfix window, and "Show graph" opens the
-- graph as Mermaid source in a split.
local commands = vim.lsp.commands
local function server(uri)
  local clients = (vim.lsp.get_clients or vim.lsp.get_active_clients)({ bufnr = vim.uri_to_bufnr(uri) })
  return vim.tbl_filter(function(client) return client.name == 'asl_lsp' end, clients)[1]
end
commands['asl.showGraph'] = function(command)
  local uri, name = unpack(command.arguments)
  local params = { command = 'asl.graph', arguments = { uri, 'mermaid', name } }
  vim.lsp.buf_request(vim.uri_to_bufnr(uri), 'workspace/executeCommand', params, function(error, text)
    if error or type(text) ~= 'string' then return end
    vim.cmd('vnew')
    vim.bo.buftype, vim.bo.bufhidden = 'nofile', 'wipe'
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(text, '\n'))
  end)
end
commands['asl.showReferences'] = function(command)
  local uri, _, locations = unpack(command.arguments)
  local client = server(uri)
  local encoding = client and client.offset_encoding or 'utf-16'
  vim.fn.setqflist({}, ' ', { title = 'References', items = vim.lsp.util.locations_to_items(locations, encoding) })
  vim.cmd.copen()
end
