-- Definitions of AWS Step Functions keep the file type of their notation, with its highlighting. The server says nothing
-- about files that hold no state machine.
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

-- "N references" above a state lists them; "Show graph" opens the Mermaid text of the graph beside the file.
local commands = vim.lsp.commands
commands['asl.showReferences'] = function(command)
  local uri, _, locations = unpack(command.arguments)
  local client = vim.lsp.get_clients and vim.lsp.get_clients({ name = 'asl_lsp', bufnr = vim.uri_to_bufnr(uri) })[1]
  local encoding = client and client.offset_encoding or 'utf-16'
  vim.fn.setqflist({}, ' ', { title = 'References', items = vim.lsp.util.locations_to_items(locations, encoding) })
  vim.cmd.copen()
end
