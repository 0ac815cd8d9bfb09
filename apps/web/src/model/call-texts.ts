import { stringifyLossless, type JobInput } from '@orrery/contracts';

export interface CallTexts {
  readonly curl: string;
  readonly typescript: string;
  readonly cli: string;
}

/**
 * How to run a workflow from outside, ready to paste: curl against Explorer's API, the SDK, the command line.
 * Values keep their digits and are quoted for where they stand.
 */
export function callTexts(options: {
  readonly origin: string;
  readonly workflowId: string;
  readonly graphAddress: string;
  readonly user: string;
  readonly input: JobInput;
}): CallTexts {
  const { origin, workflowId, graphAddress, user, input } = options;
  const colon = graphAddress.lastIndexOf(':');
  const host = graphAddress.slice(0, colon);
  const port = graphAddress.slice(colon + 1);
  const body = stringifyLossless({ input });
  const isEmpty = Object.keys(input).length === 0;
  return {
    curl: [
      `curl -s -c cookies.txt -X POST -H 'Content-Type: application/json' \\`,
      `  -H "Authorization: Bearer $(printf '%s' ${shell(user)}":$PASSWORD" | base64 | tr -d '\\n')" \\`,
      `  -d ${shell(JSON.stringify({ address: host, port: Number(port) }))} \\`,
      `  ${origin}/api-open/v1/connect`,
      `curl -s -b cookies.txt -X POST -H 'Content-Type: application/json' \\`,
      `  -d ${shell(body)} \\`,
      `  ${origin}/api-open/v1/workflows/${workflowId}/jobs`,
    ].join('\n'),
    typescript: [
      `import { OrreryClient } from '@orrery/sdk';`,
      ``,
      `const client = new OrreryClient({ baseUrl: ${JSON.stringify(origin)} });`,
      `await client.connect({`,
      `  address: ${JSON.stringify(host)},`,
      `  port: ${port},`,
      `  user: ${JSON.stringify(user)},`,
      `  password: process.env.PASSWORD!,`,
      `});`,
      `const { id } = await client.jobs.post(${JSON.stringify(workflowId)}${isEmpty ? '' : `, ${literal(input)}`});`,
      `const job = await client.jobs.wait(id);`,
      `for (const { id: task, key, reason } of job.tasks) {`,
      `  console.log(key, reason || (await client.jobs.sample(id, task)));`,
      `}`,
    ].join('\n'),
    cli: cliText(options),
  };
}

function cliText({ origin, workflowId, graphAddress, user, input }: Parameters<typeof callTexts>[0]): string {
  const isEmpty = Object.keys(input).length === 0;
  return [
    `ORRERY_PASSWORD="$PASSWORD" orrery job post ${workflowId} --follow`,
    ...(isEmpty ? [] : [`  --input ${shell(stringifyLossless(input))}`]),
    `  --server ${origin} --graph ${shell(graphAddress)} --user ${shell(user)}`,
  ].join(' \\\n');
}

/** In single quotes unless it needs none. */
function shell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** JSON with bigints as TypeScript writes them. */
function literal(input: JobInput): string {
  return stringifyLossless(input, 2).replace(/(?<=: |^\s*)(-?\d{16,})(?=,?$)/gm, (digits) =>
    Number.isSafeInteger(Number(digits)) ? digits : `${digits}n`,
  );
}
