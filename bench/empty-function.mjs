// A function that does nothing, for what any function costs.
import { app } from '@azure/functions';

app.http('claims', {
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: async () => ({ status: 200, jsonBody: {} }),
});
