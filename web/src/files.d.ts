/** A capture that the build ships as a file; the value is its address. */
declare module '*.pcap?url' {
  const address: string
  export default address
}
