#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

enum ProcessEnvironment {
  static var path: String { getenv("PATH").map { String(cString: $0) } ?? "" }
}
