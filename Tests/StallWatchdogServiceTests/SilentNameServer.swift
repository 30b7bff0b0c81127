import Foundation

/// A name server that never answers, for a process whose `/etc/resolv.conf` names no other.
final class SilentNameServer {
  private static let address = "127.0.0.99"
  private let socket: Int32
  /// What to put before a command so that it asks this server.
  let wrapper: [String]

  /// Only the superuser may give a process a file system of its own, and take the port of name servers.
  static var isPossible: Bool {
    guard getuid() == 0 else { return false }
    let attempt = Process()
    attempt.executableURL = URL(filePath: "/usr/bin/env")
    attempt.arguments = ["unshare", "--mount", "true"]
    attempt.standardError = FileHandle.nullDevice
    guard (try? attempt.run()) != nil else { return false }
    attempt.waitUntilExit()
    return attempt.terminationStatus == 0
  }

  struct Fault: Error {
    var code: Int32
  }

  init(in folder: TemporaryFolder) throws {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(53).bigEndian
    inet_pton(AF_INET, Self.address, &address.sin_addr)
    let status = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      let fault = Fault(code: errno)
      close(socket)
      throw fault
    }
    self.socket = socket
    try "nameserver \(Self.address)\noptions timeout:1 attempts:1\n"
      .write(toFile: folder.path("resolv.conf"), atomically: true, encoding: .utf8)
    let script = "mount --bind '\(folder.path("resolv.conf"))' /etc/resolv.conf && exec \"$0\""
    wrapper = ["unshare", "--mount", "sh", "-c", script]
  }

  deinit {
    close(socket)
  }
}
