// Node: answers every request with what it was, and writes it down. usage: node node.js PORT FILE
const fs = require('fs');
const http = require('http');

const [port, file] = process.argv.slice(2);
const server = http.createServer((request, response) => {
  const pieces = [];
  const answer = () => {
    const fields = [];
    for (let index = 0; index < request.rawHeaders.length; index += 2) {
      fields.push([request.rawHeaders[index], request.rawHeaders[index + 1]]);
    }
    const text = JSON.stringify({
      method: request.method, target: request.url, fields, body: Buffer.concat(pieces).toString('latin1'),
    });
    fs.appendFileSync(file, text + '\n');
    response.writeHead(200, { 'X-Seen-Target': request.url, 'Content-Length': Buffer.byteLength(text) });
    response.end(request.method === 'HEAD' ? undefined : text);
  };
  if (request.url.startsWith('/heedless')) return answer();
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', answer);
});
server.keepAliveTimeout = 60000;
server.listen(Number(port), '127.0.0.1');
