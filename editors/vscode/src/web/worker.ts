// The worker with the server. Its first message says where the files of the server are.

import { serve } from 'asl-lint-wasm/server.js';

self.onmessage = ({ data }) => serve(self, data);
