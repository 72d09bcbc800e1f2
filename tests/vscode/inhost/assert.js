// What the tests need of Node's `assert`, which browsers do not have.

function assert(value, message = `${JSON.stringify(value)} is not true`) {
  if (!value) throw new Error(message);
}

assert.equal = (actual, expected) => assert(actual === expected, `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
assert.deepEqual = (actual, expected) => assert.equal(JSON.stringify(actual), JSON.stringify(expected));
assert.match = (text, expected) => assert(expected.test(text), `${JSON.stringify(text)} does not match ${expected}`);

module.exports = assert;
