/// The path of a request and the values behind it: `/sleep?ms=500`.
struct Request {
  let path: String
  private let values: [String: String]

  init(uri: String) {
    let parts = uri.split(separator: "?", maxSplits: 1)
    path = parts.first.map(String.init) ?? "/"
    let pairs = parts.dropFirst().first?.split(separator: "&") ?? []
    values = Dictionary(
      pairs.map { pair in
        let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Ten seconds at most: this is an example, reachable by anybody.
  var milliseconds: UInt32 {
    min(values["ms"].flatMap(UInt32.init) ?? 500, 10_000)
  }

  var megabytes: Int {
    min(max(values["mb"].flatMap(Int.init) ?? 64, 0), 256)
  }

  var name: String {
    values["name"] ?? "localhost"
  }
}
