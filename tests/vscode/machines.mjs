// State machines of a given size, always the same.

const CALLS = [
  ['lambda:invoke', { FunctionName: 'charge', 'Payload.$': '$' }],
  ['dynamodb:putItem', { TableName: 'orders', Item: { id: { 'S.$': '$.id' } } }],
  ['sqs:sendMessage', { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders', 'MessageBody.$': '$' }],
  ['sns:publish', { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:orders', 'Message.$': '$.text' }],
];
const WORDS = ['Load', 'Check', 'Store', 'Notify', 'Compute', 'Publish'];
const THINGS = ['Order', 'Invoice', 'Customer', 'Report'];

/** A machine with that many states, those inside others included. Some of the larger ones have findings. */
export function machine(size) {
  const states = {};
  let count = 2;
  const names = [];
  const add = (state, inside = 0) => {
    const number = names.length;
    const name = `${WORDS[number % WORDS.length]}${THINGS[number % THINGS.length]}${number}`;
    names.push(name);
    states[name] = state;
    count += 1 + inside;
  };
  while (count < size) {
    const number = names.length;
    if (number % 9 === 5 && count + 4 < size) add({ Type: 'Parallel', Branches: [small('Left', 2), small('Right', 1)] }, 3);
    else if (number % 11 === 8 && count + 3 < size) add({ Type: 'Map', ItemProcessor: small('Item', 2) }, 2);
    else if (number % 7 === 3) add({ Type: 'Choice', Choices: [{ Variable: '$.status', StringEquals: 'READY' }] });
    else if (number % 10 === 6) add({ Type: 'Wait', Seconds: 30 });
    else add(task(number));
  }
  names.forEach((name, i) => {
    const next = names[i + 1] ?? 'Done';
    const state = states[name];
    if (state.Type !== 'Choice') return (state.Next = next);
    state.Choices[0].Next = names[i + 3] ?? 'Done';
    state.Default = next;
  });
  const failed = { Type: 'Fail', Error: 'Failed', Cause: 'A task has failed.' };
  return { StartAt: names[0], States: { ...states, Done: { Type: 'Succeed' }, Failed: failed } };
}

function task(number) {
  const catcher = { ErrorEquals: ['States.ALL'], Next: 'Failed' };
  const retrier = { ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 1 + (number % 4) };
  const [call, parameters] = CALLS[number % CALLS.length];
  return {
    Type: 'Task',
    Resource: `arn:aws:states:::${call}${number === 11 ? 'x' : ''}`,
    Parameters: parameters,
    ...(number % 4 === 0 && { Retry: [retrier] }),
    ...(number % 2 === 0 && { Catch: [catcher] }),
  };
}

function small(name, size) {
  const states = {};
  for (let i = 1; i <= size; i++) states[`${name}${i}`] = { Type: 'Pass', ...(i < size ? { Next: `${name}${i + 1}` } : { End: true }) };
  return { StartAt: `${name}1`, States: states };
}
