// What the module needs of its host.

let source = () => undefined;

/** Sets the function that returns the models of the AWS services as a `Uint8Array`, or `undefined` if it has not loaded them. */
export function setServices(services) {
  source = services;
}

export function services() {
  return source();
}

export function panicked(message) {
  console.error(`asl-lint: ${message}`);
}
