#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Looking for text among bytes; a string's own search is a hundred times slower, and this runs over every comment.
enum Bytes {
  static func contains(_ needle: StaticString, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let length = needle.utf8CodeUnitCount
    guard var at = text.baseAddress else { return false }
    let end = at + text.count
    while end - at >= length, let hit = memchr(at, Int32(needle.utf8Start.pointee), end - at - length + 1) {
      if memcmp(hit, needle.utf8Start, length) == 0 { return true }
      at = UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) + 1
    }
    return false
  }
}
