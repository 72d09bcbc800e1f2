// Samples, which the bundle contains as texts.

declare module '*.json' {
  const text: string;
  export default text;
}

declare module '*.yaml' {
  const text: string;
  export default text;
}

declare module '*.yml' {
  const text: string;
  export default text;
}

declare module '*.tf' {
  const text: string;
  export default text;
}
