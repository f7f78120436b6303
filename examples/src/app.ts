import { createServer } from 'node:http';
import { charge } from './charges.ts';
import { refund } from './refunds.ts';
import { verify } from './webhooks.ts';

const routes: Record<string, (body: unknown) => unknown> = {
  'POST /charges': (body) => charge(body),
  'POST /refunds': (body) => refund(body),
};

createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const route = routes[`${request.method} ${request.url}`];
  if (request.url === '/webhooks' && !verify(text, String(request.headers['x-signature']))) {
    response.writeHead(401).end();
    return;
  }
  if (!route) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(route(JSON.parse(text))));
}).listen(Number(process.env.PORT ?? 8080));
