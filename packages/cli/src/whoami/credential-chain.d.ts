/** The chain itself: bundles have another module in the place of the package, which finds nothing. */
declare module '@aws-sdk/credential-provider-node/dist-es/index.js' {
  export { defaultProvider } from '@aws-sdk/credential-provider-node';
}
